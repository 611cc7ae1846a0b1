import ArgumentParser

/// `plimsoll reference`: writes the reference of all commands, for the documentation and for packagers.
struct ReferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference",
        abstract: "Print the reference of all commands, as Markdown or as a man page.",
        shouldDisplay: false)

    @Flag(help: "Print a man page (roff).")
    var man = false

    func run() throws {
        let reference = try CommandReference.current()
        Terminal.standard.result(man ? reference.manPage : reference.markdown)
    }
}
