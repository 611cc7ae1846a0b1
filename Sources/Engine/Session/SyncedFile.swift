/// One file, directory or symbolic link that a build session offers to the engine.
public struct SyncedFile: Sendable {
    /// The path relative to its directory, as bytes: not every name is UTF-8.
    public var path: [UInt8]
    /// Kind and permissions, as in `st_mode`.
    public var mode: UInt32
    /// The length of its content in bytes; 0 for a directory.
    public var size: Int
    /// When its content last changed, in nanoseconds since 1970.
    public var modified: Int
    /// Whom it belongs to.
    public var owner: Int
    /// Where a symbolic link points; empty for all else.
    public var target: [UInt8]
    /// Opens its content: each call of what it returns gives the next piece, nil at the end.
    public var open: @Sendable () throws -> (() throws -> [UInt8]?)

    /// What is offered, and how its content is read.
    public init(
        path: [UInt8], mode: UInt32, size: Int, modified: Int, owner: Int = 0, target: [UInt8] = [],
        open: @escaping @Sendable () throws -> (() throws -> [UInt8]?)
    ) {
        self.path = path
        self.mode = mode
        self.size = size
        self.modified = modified
        self.owner = owner
        self.target = target
        self.open = open
    }
}
