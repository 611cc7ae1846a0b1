import CIsolation
import Glibc
import Synchronization
import SystemPackage

/// What keeps a command that runs without an engine alive: as soon as it ends, by itself or with this process, so does the command.
final class DirectLease: Sendable {
    /// The end that the command's supervisor watches.
    let watched: FileDescriptor
    private let held: Mutex<FileDescriptor?>

    /// - Throws: `Errno` when no pipe can be made.
    init() throws {
        var ends: [Int32] = [-1, -1]
        guard isolated_lease(&ends) == 0 else { throw Errno(rawValue: errno) }
        watched = FileDescriptor(rawValue: ends[0])
        held = Mutex(FileDescriptor(rawValue: ends[1]))
    }

    /// Ends it. A second call does nothing.
    func end() {
        held.withLock { descriptor in
            try? descriptor?.close()
            descriptor = nil
        }
    }

    deinit {
        end()
        try? watched.close()
    }
}
