import Foundation
import Synchronization

/// The process's standard output, where results go.
///
/// A write that fails is remembered. Nothing is written after it, and the process tells of it once, at its end.
final class StandardOutput: Sendable {
    /// The process's own.
    static let shared = StandardOutput(descriptor: STDOUT_FILENO)

    /// Why nothing more is written.
    enum Stop: Sendable, Equatable {
        /// The reader went away, as `head` does. This is no error.
        case readerGone
        /// The system's number of what went wrong, as `ENOSPC`.
        case failed(Int32)
    }

    private let descriptor: Int32
    private let stopped = Mutex<Stop?>(nil)

    /// - Parameter descriptor: where to write; it stays open until `finish`.
    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Writes bytes.
    ///
    /// - Returns: whether all of them were written. After the first failure it is always false.
    @discardableResult
    func write(_ bytes: some Collection<UInt8>) -> Bool {
        stopped.withLock { stopped in
            var rest = Array(bytes)[...]
            while stopped == nil, !rest.isEmpty {
                let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
                if written < 0 {
                    if errno == EINTR { continue }
                    stopped = errno == EPIPE ? .readerGone : .failed(errno)
                } else {
                    rest = rest.dropFirst(written)
                }
            }
            return stopped == nil
        }
    }

    /// Closes it. Some filesystems report only then that they have no room. Nothing can be written afterwards.
    ///
    /// - Returns: what went wrong with it at any time, in one line; nil where all was written, or the reader went away.
    func finish() -> String? {
        stopped.withLock { stopped in
            if close(descriptor) != 0, stopped == nil { stopped = .failed(errno) }
            guard case .failed(let number) = stopped else { return nil }
            return "standard output cannot be written: \(String(cString: strerror(number)))"
        }
    }
}
