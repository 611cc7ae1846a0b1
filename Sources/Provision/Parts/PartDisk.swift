import Model

/// A part's own filesystem: ext4 in a sparse file, which the part's script mounts in its own namespace.
enum PartDisk {
    /// Whether this host has a loop device left to mount it.
    static func isPossible(on host: HostSide) async -> Bool {
        if let known = host.hasLoopDevices { return known }
        return await Tool.attempt(["losetup", "--find"]).succeeded
    }

    /// - Parameter bytesPerInode: Bytes of the filesystem per inode; nil: mkfs.ext4's default.
    static func make(_ layout: PartLayout, bytes: Int, bytesPerInode: Int? = nil) async throws {
        try await Tool.require(["truncate", "--size", "\(bytes)", layout.image])
        // Nothing is left for the kernel to initialize later, during a measurement; no space is reserved for root.
        let inodes = bytesPerInode.map { ["-i", "\($0)"] } ?? []
        try await Tool.require(
            ["mkfs.ext4", "-q", "-F", "-m", "0", "-E", "lazy_itable_init=0,lazy_journal_init=1"] + inodes
                + [layout.image])
    }
}
