import Foundation

/// An image as a collector sees it. Images of a legacy build's steps belong to the image that the build ended with.
public struct CollectableImage: Codable, Hashable, Sendable {
    /// Its id.
    public var id: String
    /// Its names.
    public var tags: [String]
    /// Its digests in registries, as `repository@sha256:…`.
    public var digests: [String]
    /// Its labels.
    public var labels: [String: String]
    /// When it was made.
    public var createdAt: Date
    /// When it was last used.
    public var lastUse: LastUse
    /// When it was last given a name, as the engine says: if that changed, somebody used it.
    public var lastTaggedAt: Date?
    /// The size of all its layers, in bytes.
    public var size: Int
    /// Its layers: positions in the inventory's pieces. A piece is gone with the last image that has it.
    public var pieces: [Int]
    /// Ids of the images that it builds on, the nearest only.
    public var bases: [String]
    /// Names of the containers that are made of it, running or not.
    public var users: [String]
    /// Images of its build's steps that must be removed one by one, because the engine by itself would go on to a base that is
    /// not ours; nil: the engine may remove them itself.
    public var steps: [String]?

    /// An image with its parts.
    public init(
        id: String, tags: [String] = [], digests: [String] = [], labels: [String: String] = [:], createdAt: Date,
        lastUse: LastUse, lastTaggedAt: Date? = nil, size: Int = 0, pieces: [Int] = [], bases: [String] = [],
        users: [String] = [], steps: [String]? = nil
    ) {
        self.id = id
        self.tags = tags
        self.digests = digests
        self.labels = labels
        self.createdAt = createdAt
        self.lastUse = lastUse
        self.lastTaggedAt = lastTaggedAt
        self.size = size
        self.pieces = pieces
        self.bases = bases
        self.users = users
        self.steps = steps
    }

    /// Whether nothing names it.
    var isDangling: Bool { tags.isEmpty && digests.isEmpty }
    /// What a person, or a pattern, may know it by.
    var names: [String] { tags + digests }
}
