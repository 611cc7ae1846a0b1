import Foundation

/// One thing that an audit found.
public struct AuditedObject: Codable, Sendable, Hashable {
    /// By what two audits know that they found the same.
    public struct Key: Codable, Sendable, Hashable {
        let kind: AuditKind
        let identity: String
    }

    /// What sort of thing it is.
    public var kind: AuditKind
    /// What tells it from all others of its kind, later ones of the same name included.
    public var identity: String
    /// What people call it: a name, a path, a process's number and command, an id.
    public var name: String
    /// When it was made; nil where nothing tells.
    public var madeAt: Date?
    /// Where its bytes lie, as this process can read them; nil where they are not files.
    public var path: String?

    /// By what another audit knows it again.
    public var key: Key { Key(kind: kind, identity: identity) }

    /// A value of these parts; without an identity the name is one.
    public init(
        _ kind: AuditKind, _ name: String, identity: String? = nil, madeAt: Date? = nil, path: String? = nil
    ) {
        self.kind = kind
        self.identity = identity ?? name
        self.name = name
        self.madeAt = madeAt
        self.path = path
    }
}
