import Foundation

/// Something that is to go, and why.
public struct PlannedRemoval: Codable, Hashable, Sendable {
    /// What sort of thing it is.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// An image with all its names.
        case image
        /// One of several names of an image.
        case name
        /// A record of BuildKit's cache.
        case cacheRecord = "cache_record"
    }

    /// What sort of thing it is.
    public var kind: Kind
    /// The image's or the record's id.
    public var id: String
    /// The names that go; of a record what made it.
    public var names: [String]
    /// What the disk gets back, in bytes, when all that stands before it in the plan is gone. Computed, not measured.
    public var bytes: Int
    /// When it was last used.
    public var lastUse: LastUse
    /// Why it goes, in words.
    public var reason: String
    /// When the image was last given a name, as the plan knows it.
    public var lastTaggedAt: Date?
    /// As ``CollectableImage/steps``.
    public var steps: [String]?
}
