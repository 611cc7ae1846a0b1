import Foundation

/// A record of BuildKit's cache as a collector sees it.
public struct CollectableRecord: Codable, Hashable, Sendable {
    /// Its id.
    public var id: String
    /// Ids of the records that it builds on.
    public var parents: [String]
    /// `regular`, `source.local`, `exec.cachemount`, `frontend`, `internal`, …
    public var type: String
    /// What made it, in BuildKit's words.
    public var description: String
    /// Whether a build uses it now.
    public var inUse: Bool
    /// Whether an image holds the same data; then it frees nothing by itself.
    public var shared: Bool
    /// Its size, in bytes.
    public var size: Int
    /// When it was last used.
    public var lastUse: LastUse

    /// A record with its parts.
    public init(
        id: String, parents: [String] = [], type: String = "regular", description: String = "", inUse: Bool = false,
        shared: Bool = false, size: Int = 0, lastUse: LastUse
    ) {
        self.id = id
        self.parents = parents
        self.type = type
        self.description = description
        self.inUse = inUse
        self.shared = shared
        self.size = size
        self.lastUse = lastUse
    }

    /// What goes from the disk with it, in bytes, as far as the engine tells.
    var ownSize: Int { shared ? 0 : size }
    /// Whether BuildKit needs it for itself, and spares it unless told to remove everything.
    var isOfBuilder: Bool { type == "internal" || type == "frontend" }
}
