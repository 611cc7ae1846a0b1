/// What a policy says to an inventory: what goes, in order, and what stays. The same inventory, rules and time give the same.
public struct CollectionDecision: Codable, Hashable, Sendable {
    /// Why anything, or nothing, goes.
    public enum Ground: String, Codable, Sendable, CaseIterable {
        /// The policy does not look at the disk.
        case always
        /// The disk is fuller than the high mark.
        case overHighMark = "over_high_mark"
        /// It is not.
        case belowHighMark = "below_high_mark"
    }

    /// Why anything, or nothing, goes.
    public var ground: Ground
    /// What goes, in the order in which it goes: nothing before what builds on it.
    public var removals: [PlannedRemoval]
    /// What stays.
    public var kept: [KeptObject]
    /// What is taken before, in bytes: of the filesystem for marks in percent, else of images and cache by the engine's account.
    public var usedBefore: Int
    /// The same after all removals, computed.
    public var usedAfter: Int
    /// The high mark in bytes of the same measure; nil without one.
    public var high: Int?
    /// The low mark in bytes of the same measure; nil without one.
    public var low: Int?
    /// To how many bytes BuildKit is to cut its cache; the removals then are what it is expected to choose.
    public var keepStorage: Int?

    /// What the removals give back, in bytes, computed.
    public var bytes: Int { usedBefore - usedAfter }
    /// Whether the disk would still be fuller than the high mark.
    public var staysOverHighMark: Bool { high.map { usedAfter > $0 } ?? false }
}
