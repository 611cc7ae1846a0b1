/// What a collection did, measured.
public struct CollectionOutcome: Codable, Sendable {
    /// Something that was removed.
    public struct Removed: Codable, Sendable, Hashable {
        /// What was planned.
        public var planned: PlannedRemoval
        /// Whether somebody else had removed it before its turn.
        public var wasGone: Bool
    }

    /// Something that stayed though it was to go.
    public struct Spared: Codable, Sendable, Hashable {
        /// What was planned.
        public var planned: PlannedRemoval
        /// Why it stayed, in words.
        public var words: String
    }

    /// The decision that it began with.
    public var decision: CollectionDecision
    /// How it ended.
    public var end: CollectionEnd
    /// Why it broke off, in words; nil where it did not.
    public var failure: String?
    /// What went, in order.
    public var removed: [Removed] = []
    /// What stayed though it was to go.
    public var spared: [Spared] = []
    /// What the engine's filesystem gave back, in bytes; nil where it cannot be seen. Others' writes meanwhile are in it.
    public var filesystemBytes: Int?
    /// What images and cache take less by the engine's own account, in bytes; nil where it was not asked again.
    public var accountedBytes: Int?
    /// How full the filesystem was at the end; nil where it cannot be seen.
    public var disk: DiskSpace?
    /// Whether what the policy measures is above its high mark at the end; nil where it has none, or it is not known.
    public var isOverHighMark: Bool?
    /// How long builds were waited for, in seconds.
    public var waited: Double = 0
    /// How long the mutex was held and builds had to wait, in seconds.
    public var held: Double = 0
    /// How often the plan was made anew, because the disk was not as empty as reckoned.
    public var rounds = 0

    /// What the removed things were reckoned to give back, in bytes.
    public var plannedBytes: Int { removed.reduce(0) { $0 + $1.planned.bytes } }
}
