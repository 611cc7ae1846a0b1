/// What an engine says it keeps on disk (`GET /system/df`). All sizes in bytes.
public struct DiskUsage: Sendable, Equatable, Decodable {
    /// All image layers together, each counted once.
    public var layersSize: Int
    /// Every image.
    public var images: [Image]
    /// Every container, stopped ones included.
    public var containers: [Container]
    /// Every volume.
    public var volumes: [Volume]
    /// Every record of BuildKit's cache.
    public var buildCache: [BuildCacheRecord]

    /// An image's share.
    public struct Image: Sendable, Equatable, Decodable {
        /// Its id.
        public var id: String
        /// Its parent's id; empty where it has none.
        public var parent: String
        /// Its names.
        public var tags: [String]
        /// The size of all its layers.
        public var size: Int
        /// The size of those layers that other images use too; -1 where the engine did not look.
        public var sharedSize: Int
        /// How many containers use it; -1 where the engine did not look.
        public var containers: Int
        /// Unix time of its making, in seconds.
        public var createdAt: Int
        /// Its labels.
        public var labels: [String: String]

        enum CodingKeys: String, CodingKey {
            case id = "Id"
            case parent = "ParentId"
            case tags = "RepoTags"
            case size = "Size"
            case sharedSize = "SharedSize"
            case containers = "Containers"
            case createdAt = "Created"
            case labels = "Labels"
        }
    }

    /// A container's share.
    public struct Container: Sendable, Equatable, Decodable {
        /// Its id.
        public var id: String
        /// Its names, each with a leading slash.
        public var names: [String]
        /// The image's name that it was made from.
        public var image: String
        /// What it wrote itself.
        public var writableSize: Int
        /// What it wrote, and its image.
        public var totalSize: Int
        /// `running`, `exited`, …
        public var state: String
        /// Its labels.
        public var labels: [String: String]

        enum CodingKeys: String, CodingKey {
            case id = "Id"
            case names = "Names"
            case image = "Image"
            case writableSize = "SizeRw"
            case totalSize = "SizeRootFs"
            case state = "State"
            case labels = "Labels"
        }
    }

    enum CodingKeys: String, CodingKey {
        case layersSize = "LayersSize"
        case images = "Images"
        case containers = "Containers"
        case volumes = "Volumes"
        case buildCache = "BuildCache"
    }
}
