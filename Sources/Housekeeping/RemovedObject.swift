/// An object that a cleanup removed, or would remove.
public struct RemovedObject: Codable, Sendable, Hashable, CustomStringConvertible {
    /// What sort of thing it is.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        case container
        case image
        case volume
        case network
        case engine
        case registry
        case directory
    }

    /// What sort of thing it is.
    public var kind: Kind
    /// Its name, or its id where it has none.
    public var name: String

    /// A value of these parts.
    public init(kind: Kind, name: String) {
        self.kind = kind
        self.name = name
    }

    /// What a person reads of it.
    public var description: String { "\(kind.rawValue) \(name)" }
}
