/// Something that was left, and what it takes.
public struct Leak: Sendable, Hashable {
    /// What was left.
    public var object: AuditedObject
    /// What it takes on disk, in bytes: of an image what no other shares, of files whole blocks; nil where it takes none, or
    /// nothing tells.
    public var bytes: Int?

    /// A value of these parts.
    public init(_ object: AuditedObject, bytes: Int?) {
        self.object = object
        self.bytes = bytes
    }
}
