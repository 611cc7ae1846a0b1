import Foundation

/// The two streams of the process: results on standard output, progress and messages on standard error.
struct Terminal: Sendable {
    /// The process's own streams.
    static let standard = Terminal()

    /// Whether progress may be drawn over itself.
    var isInteractive: Bool { isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb" }

    /// Whether colours may be used on standard error.
    var usesColour: Bool { isInteractive && ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty }

    /// Columns of the terminal behind standard error; 80 when it has none.
    var columns: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Writes a result. Where it cannot be written the process says so at its end, as ``StandardOutput`` remembers it.
    func result(_ text: String) {
        StandardOutput.shared.write((text.hasSuffix("\n") ? text : text + "\n").utf8)
    }

    /// Writes a line of progress or a message.
    func message(_ text: String) {
        raw(text + "\n")
    }

    /// Writes an error.
    func error(_ text: String) {
        message(text)
    }

    /// Writes to standard error as it is. What cannot be written there is dropped.
    func raw(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Foundation.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { return }
            bytes = bytes.dropFirst(written)
        }
    }
}
