/// A bar that fills from the left.
struct ProgressBar {
    let text: String

    init(done: Int, total: Int, width: Int) {
        let filled = total > 0 ? min(width, width * done / total) : 0
        text = "[" + String(repeating: "#", count: filled) + String(repeating: "·", count: width - filled) + "]"
    }
}
