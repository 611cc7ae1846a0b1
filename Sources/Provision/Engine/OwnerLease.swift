import Foundation
import SystemPackage

/// What ties an engine's life to its owner's: the writing end of a pipe whose reading end the engine watches.
///
/// The kernel closes it when this process ends, by whatever: then the engine ends by itself. (The kernel's parent-death
/// signal is no help: it is bound to the parent's thread, and the runtime's threads come and go.)
final class OwnerLease: Sendable {
    private let writing: FileDescriptor

    private init(writing: FileDescriptor) {
        self.writing = writing
    }

    deinit {
        try? writing.close()
    }

    /// A lease, and what the engine is to read from.
    static func open() throws -> (lease: OwnerLease, reading: FileDescriptor) {
        let ends = try FileDescriptor.pipe()
        // No other child may inherit the writing end, or it would keep the engine alive.
        for end in [ends.readEnd, ends.writeEnd] { _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) }
        return (OwnerLease(writing: ends.writeEnd), ends.readEnd)
    }
}
