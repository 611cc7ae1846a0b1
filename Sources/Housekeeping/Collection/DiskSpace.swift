/// How full the engine's filesystem is, in bytes.
public struct DiskSpace: Codable, Hashable, Sendable {
    /// What is taken.
    public var used: Int
    /// What may still be written.
    public var free: Int

    /// Values with names.
    public init(used: Int, free: Int) {
        self.used = used
        self.free = free
    }

    /// What `df` computes its percentage of: what is reserved for root is in neither part.
    public var capacity: Int { used + free }
}
