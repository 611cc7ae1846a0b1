/// A network.
public struct Network: Sendable, Equatable, Decodable {
    /// Its id.
    public var id: String
    /// Its name.
    public var name: String
    /// What runs it, as `bridge`.
    public var driver: String
    /// `local`, `swarm`.
    public var scope: String
    /// When it was made.
    public var createdAt: EngineInstant?
    /// Its labels.
    public var labels: [String: String]

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case name = "Name"
        case driver = "Driver"
        case scope = "Scope"
        case createdAt = "Created"
        case labels = "Labels"
    }
}
