import Foundation
import SystemPackage

/// A lock among processes: the kernel's lock on a file, which ends with the last process that holds the file open.
struct FileLock: Sendable {
    /// The locked file, open. A program that inherits it holds the lock with us.
    let descriptor: FileDescriptor

    /// Runs `body` while no other process holds the lock.
    ///
    /// - Parameters:
    ///   - path: the lock's file, made if it is missing; its directory must exist.
    ///   - waiting: called once, when another process holds the lock.
    /// - Throws: ``PreparationError`` with code `state` where the file cannot be opened; `CancellationError`; what `body` throws.
    static func hold<Value: Sendable>(
        _ path: String, waiting: () -> Void, _ body: (FileLock) async throws -> Value
    ) async throws -> Value {
        let descriptor: FileDescriptor
        do {
            descriptor = try FileDescriptor.open(
                FilePath(path), .readWrite, options: [.create, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead, .otherRead])
        } catch {
            throw PreparationError(
                .state, "\(path) cannot be opened: make the state directory writable, or name another.",
                cause: "\(error)")
        }
        defer { try? descriptor.close() }
        var told = false
        while flock(descriptor.rawValue, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw PreparationError(.state, "\(path) cannot be locked.", cause: String(cString: strerror(errno)))
            }
            if !told { waiting() }
            told = true
            try await Task.sleep(for: .milliseconds(100))
        }
        return try await body(FileLock(descriptor: descriptor))
    }
}
