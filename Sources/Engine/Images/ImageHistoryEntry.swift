/// One step of an image's making, the newest first.
public struct ImageHistoryEntry: Sendable, Equatable, Decodable {
    /// The image that the step left; `<missing>` where it is not on the engine.
    public var id: String
    /// Unix time, in seconds.
    public var createdAt: Int
    /// What made it, in the builder's words.
    public var createdBy: String
    /// The size of its layer, in bytes.
    public var size: Int
    /// Names of the image at this step.
    public var tags: [String]

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case createdAt = "Created"
        case createdBy = "CreatedBy"
        case size = "Size"
        case tags = "Tags"
    }
}
