import Foundation
import Model
import Synchronization

/// The two output streams of the process: results on standard output, progress and messages on standard error.
struct Terminal: Sendable {
    static let standard = Terminal()

    /// Whether progress may be redrawn in place.
    var isInteractive: Bool { isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb" }

    /// Columns of the terminal behind standard error; 80 when it has none.
    var columns: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Writes a result. The process reports a failed write at its end, as ``StandardOutput`` remembers it.
    func result(_ text: String) { StandardOutput.shared.write((text.hasSuffix("\n") ? text : text + "\n").utf8) }

    /// Writes a result: one JSON document for programs, or a text for people.
    func result<Value: Encodable>(
        json: Bool, _ value: @autoclosure () throws -> Value, _ text: @autoclosure () throws -> String
    ) throws {
        result(json ? try JSONText.document(value()) : try text())
    }

    func message(_ text: String) { raw(text + "\n") }

    /// Writes to standard error unchanged. Text that cannot be written there is dropped.
    func raw(_ text: String) { _ = writeAll(text.utf8, to: STDERR_FILENO) }
}

/// Writes all of some bytes, and tries again where a signal interrupts it.
/// - Returns: the error number that prevents it; nil where all were written.
private func writeAll(_ bytes: some Collection<UInt8>, to descriptor: Int32) -> Int32? {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
        let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if written == 0 { return EIO }
        if written < 0, errno != EINTR { return errno }
        rest = rest.dropFirst(max(0, written))
    }
    return nil
}

/// The process's standard output, where results go.
///
/// A failed write is remembered. Nothing is written after it, and the process reports it once, at its end.
final class StandardOutput: Sendable {
    static let shared = StandardOutput(descriptor: STDOUT_FILENO)

    enum Stop: Sendable, Equatable {
        /// The reader closed its end, as `head` does. This is no error.
        case readerGone
        /// The system's error number, such as `ENOSPC`.
        case failed(Int32)
    }

    private let descriptor: Int32
    private let stopped = Mutex<Stop?>(nil)

    /// - Parameter descriptor: where to write; it stays open until `finish`.
    init(descriptor: Int32) { self.descriptor = descriptor }

    /// - Returns: whether all of them were written. After the first failure it is always false.
    @discardableResult
    func write(_ bytes: some Collection<UInt8>) -> Bool {
        stopped.withLock { stopped in
            if stopped == nil, let error = writeAll(bytes, to: descriptor) {
                stopped = error == EPIPE ? .readerGone : .failed(error)
            }
            return stopped == nil
        }
    }

    /// Closes it. Some filesystems report only then that they are full. Nothing can be written afterwards.
    /// - Returns: its first error, in one line; nil where everything was written, or the reader closed its end.
    func finish() -> String? {
        stopped.withLock { stopped in
            if close(descriptor) != 0, stopped == nil { stopped = .failed(errno) }
            guard case .failed(let number) = stopped else { return nil }
            return "standard output cannot be written: \(String(cString: strerror(number)))"
        }
    }
}

/// The numbers 0, 1 and 2, which every program uses for its input, its output and its messages.
enum StandardDescriptors {
    /// Fills the descriptors that the caller closed (`plimsoll … >&-`), so that no file opened later gets their
    /// numbers.
    ///
    /// Otherwise results could be written into a database. Reading or writing a filled descriptor is an error.
    static func fill() {
        for number in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(number, F_GETFD) < 0 {
            // `open` takes the lowest free number, and all numbers below this one are in use.
            _ = open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}

extension TextTable {
    init(_ header: [String], _ rows: some Sequence<[String]>) {
        self.init(header)
        for row in rows { add(row) }
    }
}
