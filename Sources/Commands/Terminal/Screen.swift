import Foundation

/// What the terminal can show that results are written to.
struct Screen: Sendable, Equatable {
    /// In characters.
    var width: Int
    /// Whether it shows more than ASCII.
    var isUnicode: Bool

    /// Lines that are longer are hard to follow, and narrower ones have no room for a picture.
    private static let widths = 60...160
    private static let usual = 80

    /// The process's own: `COLUMNS` counts more than the size of the terminal behind standard output.
    static var standard: Screen {
        Screen(environment: ProcessInfo.processInfo.environment, columns: Self.columns(of: STDOUT_FILENO))
    }

    init(width: Int, isUnicode: Bool) { (self.width, self.isUnicode) = (width, isUnicode) }

    /// - Parameter columns: of the terminal; nil if there is none.
    init(environment: [String: String], columns: Int?) {
        let told = environment["COLUMNS"].flatMap { Int($0) } ?? columns ?? Self.usual
        // As POSIX orders them: the first that is set and not empty counts.
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? "C"
        let words = locale.lowercased().filter { $0 != "-" }
        self.init(
            width: min(max(told, Self.widths.lowerBound), Self.widths.upperBound), isUnicode: words.contains("utf8"))
    }

    private static func columns(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// What stands where there is nothing to tell.
    var absent: String { isUnicode ? "–" : "-" }

    /// A text in at most so many characters.
    func cut(_ text: String, to width: Int) -> String {
        guard text.count > width else { return text }
        let mark = isUnicode ? "…" : "~"
        return text.prefix(max(0, width - 1)) + mark
    }

    /// A text as this screen shows it: typographic signs in ASCII where it has no others.
    func shown(_ text: String) -> String {
        isUnicode ? text : text.replacing("–", with: "-").replacing("−", with: "-").replacing("×", with: "x")
    }
}
