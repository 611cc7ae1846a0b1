/// One thing that the removal of an image did.
public enum RemovedImage: Sendable, Hashable, Decodable {
    /// A name was taken from an image.
    case untagged(String)
    /// An image's own layer was deleted.
    case deleted(String)

    /// The name or id.
    public var name: String {
        switch self {
        case .untagged(let name), .deleted(let name): name
        }
    }

    enum CodingKeys: String, CodingKey {
        case untagged = "Untagged"
        case deleted = "Deleted"
    }

    /// Decodes the engine's answer.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let name = try container.decodeIfPresent(String.self, forKey: .untagged) {
            self = .untagged(name)
        } else {
            self = .deleted(try container.decode(String.self, forKey: .deleted))
        }
    }
}
