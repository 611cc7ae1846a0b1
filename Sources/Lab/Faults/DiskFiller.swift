import Foundation
import Provision

/// A file that takes all but a few megabytes of an engine's own filesystem, as long as it is there.
struct DiskFiller: Sendable {
    /// What is left free, in bytes: enough for an engine's own records, and for no build.
    static let left = 6 << 20

    private let path: String

    /// Makes it beside a data root, by blocks that are only reserved: nothing is written.
    ///
    /// - Throws: `POSIXError`.
    init(beside dataRoot: String) throws {
        path = (dataRoot as NSString).deletingLastPathComponent + "/filler"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        defer { close(descriptor) }
        let free = FilesystemUsage(path: dataRoot)?.free ?? 0
        guard free > Self.left else { return }
        let failure = posix_fallocate(descriptor, 0, off_t(free - Self.left))
        guard failure == 0 else {
            unlink(path)
            throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EIO)
        }
    }

    /// Removes it.
    func remove() { unlink(path) }
}
