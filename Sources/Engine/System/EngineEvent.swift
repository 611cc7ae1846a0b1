/// Something that happened on an engine.
public struct EngineEvent: Sendable, Equatable, Decodable {
    /// `container`, `image`, `volume`, `network`, `builder`, …
    public var type: String
    /// `create`, `start`, `die`, `oom`, `destroy`, …
    public var action: String
    /// The object's id or name.
    public var object: String
    /// The object's labels and what belongs to the action, as `exitCode`.
    public var attributes: [String: String]
    /// When it happened, in nanoseconds since 1970.
    public var nanosecondsSinceEpoch: Int

    /// When it happened.
    public var instant: EngineInstant {
        let (seconds, rest) = nanosecondsSinceEpoch.quotientAndRemainder(dividingBy: 1_000_000_000)
        return EngineInstant(secondsSinceEpoch: Int64(seconds), nanoseconds: Int32(rest))
    }

    enum CodingKeys: String, CodingKey {
        case type = "Type"
        case action = "Action"
        case actor = "Actor"
        case time = "timeNano"
    }

    private struct Actor: Decodable {
        var id: String
        var attributes: [String: String]

        enum CodingKeys: String, CodingKey {
            case id = "ID"
            case attributes = "Attributes"
        }
    }

    /// Decodes one line of the engine's stream.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        type = try container.decode(String.self, forKey: .type)
        action = try container.decode(String.self, forKey: .action)
        let actor = try container.decodeIfPresent(Actor.self, forKey: .actor)
        object = actor?.id ?? ""
        attributes = actor?.attributes ?? [:]
        nanosecondsSinceEpoch = try container.decode(Int.self, forKey: .time)
    }
}
