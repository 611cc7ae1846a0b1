/// What is used on the disk that an engine keeps its data on.
public struct DiskReading: Sendable, Equatable {
    /// Bytes in use: whole blocks, and what the filesystem keeps for itself.
    public var bytes: Int
    /// Inodes in use: files, directories and whatever else has a name.
    public var inodes: Int
    /// The filesystem's size in bytes; nil where the engine shares it with others.
    public var size: Int?

    /// A reading.
    public init(bytes: Int, inodes: Int, size: Int? = nil) {
        self.bytes = bytes
        self.inodes = inodes
        self.size = size
    }
}
