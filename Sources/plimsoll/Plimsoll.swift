import Commands

@main
enum Plimsoll {
    static func main() async {
        await Tool.main()
    }
}
