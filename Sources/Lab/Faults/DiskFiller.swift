import Foundation
import Provision

/// A file that takes all but a few bytes of a filesystem of Plimsoll's own while it exists.
struct DiskFiller: Sendable {
    /// Space left free on an engine's disk, in bytes: enough for its own records, and too little for any build.
    static let left = 6 << 20

    private let path: String

    /// Fills the disk of a directory; nil where that fails, which is reported.
    static func filling(_ directory: String, leaving left: Int, _ warn: (String) -> Void) -> DiskFiller? {
        do { return try DiskFiller(in: directory, leaving: left) } catch {
            warn("the disk could not be filled: \(error)")
            return nil
        }
    }

    /// Creates it in a directory, with reserved blocks only: nothing is written.
    init(in directory: String, leaving left: Int) throws {
        path = directory + "/filler"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        defer { close(descriptor) }
        // Not all can be reserved at once: the filesystem needs some of it to note the file's parts.
        var size = 0
        var chunk = Self.free(directory) - left
        while chunk >= 4096 {
            let failure = posix_fallocate(descriptor, off_t(size), off_t(chunk))
            guard failure == 0 || failure == ENOSPC else {
                unlink(path)
                throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EIO)
            }
            size += failure == 0 ? chunk : 0
            chunk = failure == 0 ? Self.free(directory) - left : chunk / 2
        }
    }

    private static func free(_ directory: String) -> Int { FilesystemUsage(path: directory)?.free ?? 0 }

    func remove() { unlink(path) }
}
