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

    /// Writes a result.
    func result(_ text: String) {
        write(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO)
    }

    /// Writes a line of progress or a message.
    func message(_ text: String) {
        write(text + "\n", to: STDERR_FILENO)
    }

    /// Writes an error.
    func error(_ text: String) {
        message(text)
    }

    /// Writes to standard error as it is.
    func raw(_ text: String) {
        write(text, to: STDERR_FILENO)
    }

    private func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { return }
            bytes = bytes.dropFirst(written)
        }
    }
}
