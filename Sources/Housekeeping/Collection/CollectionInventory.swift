/// Everything that a collection decides upon, as the engine told it at one moment.
public struct CollectionInventory: Codable, Hashable, Sendable {
    /// Images with a name, and those without on which nothing is built.
    public var images: [CollectableImage]
    /// BuildKit's cache; empty where it may not be collected.
    public var records: [CollectableRecord]
    /// The sizes of the pieces that the images' layers fall into where images part, in bytes.
    public var pieces: [Int]
    /// The runs of Plimsoll that were at work on the engine.
    public var runsAtWork: RunsAtWork

    /// An inventory of these parts.
    public init(
        images: [CollectableImage] = [], records: [CollectableRecord] = [], pieces: [Int] = [],
        runsAtWork: RunsAtWork = RunsAtWork()
    ) {
        self.images = images
        self.records = records
        self.pieces = pieces
        self.runsAtWork = runsAtWork
    }

    /// What images and cache take by the engine's own account, in bytes; what they share counts once.
    public var accountedBytes: Int {
        let held = Set(images.flatMap(\.pieces))
        return held.reduce(0) { $0 + pieces[$1] } + records.reduce(0) { $0 + $1.ownSize }
    }
}
