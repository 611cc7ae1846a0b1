/// One line of an engine's container list.
public struct ContainerSummary: Sendable, Equatable, Decodable {
    /// Its id.
    public var id: String
    /// Its names, each with a leading slash.
    public var names: [String]
    /// The image's name that it was made from.
    public var image: String
    /// The image's id.
    public var imageID: String
    /// Its command in one line.
    public var command: String
    /// Unix time of its making, in seconds.
    public var createdAt: Int
    /// `created`, `running`, `exited`, …
    public var state: String
    /// The state in words, as `Exited (0) 2 minutes ago`.
    public var status: String
    /// Its labels.
    public var labels: [String: String]

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case names = "Names"
        case image = "Image"
        case imageID = "ImageID"
        case command = "Command"
        case createdAt = "Created"
        case state = "State"
        case status = "Status"
        case labels = "Labels"
    }
}
