/// A volume.
public struct Volume: Sendable, Equatable, Decodable {
    /// Its name; 64 hexadecimal digits where nobody gave it one.
    public var name: String
    /// What keeps it, as `local`.
    public var driver: String
    /// Where it lies in the engine's file system.
    public var mountpoint: String
    /// When it was made; nil where the engine does not say.
    public var createdAt: EngineInstant?
    /// Its labels.
    public var labels: [String: String]
    /// Its size and users; only in ``DiskUsage``.
    public var usage: Usage?

    /// What a volume takes.
    public struct Usage: Sendable, Equatable, Decodable {
        /// In bytes; -1 where the engine cannot tell.
        public var size: Int
        /// How many containers use it; -1 where the engine cannot tell.
        public var references: Int

        enum CodingKeys: String, CodingKey {
            case size = "Size"
            case references = "RefCount"
        }
    }

    enum CodingKeys: String, CodingKey {
        case name = "Name"
        case driver = "Driver"
        case mountpoint = "Mountpoint"
        case createdAt = "CreatedAt"
        case labels = "Labels"
        case usage = "UsageData"
    }
}
