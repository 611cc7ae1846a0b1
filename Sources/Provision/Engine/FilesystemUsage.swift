import Foundation

/// What a filesystem says of its space, in bytes, and of its inodes.
public struct FilesystemUsage: Codable, Sendable, Equatable {
    /// The whole filesystem.
    public let size: Int
    /// What files and the filesystem's own tables take.
    public let used: Int
    /// What may still be written.
    public let free: Int
    /// How many inodes are used; 0 where the filesystem does not count them.
    public let inodes: Int

    init(size: Int, used: Int, free: Int, inodes: Int = 0) {
        self.size = size
        self.used = used
        self.free = free
        self.inodes = inodes
    }

    /// Asks the filesystem that holds `path`; nil when there is none.
    public init?(path: String) {
        var information = statvfs()
        guard statvfs(path, &information) == 0 else { return nil }
        let unit = Int(information.f_frsize)
        size = Int(information.f_blocks) * unit
        used = size - Int(information.f_bfree) * unit
        free = Int(information.f_bavail) * unit
        inodes = Int(information.f_files) - Int(information.f_ffree)
    }
}
