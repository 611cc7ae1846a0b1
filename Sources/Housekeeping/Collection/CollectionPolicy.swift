/// By which rule a collection chooses what goes.
public enum CollectionPolicy: Codable, Hashable, Sendable {
    /// Nothing ever goes.
    case none
    /// The image of this name: what a job does at its end with its own.
    case tag(String)
    /// Every image without a name.
    case dangling
    /// As `docker system prune` does to images and cache: images without a name, cache records that no image shares.
    case prune
    /// As `docker system prune --all` does to images and cache: everything that is not in use.
    case pruneAll
    /// Once the disk is fuller than a mark: every image but those with the newest tag of a repository.
    case threshold(high: DiskMark)
    /// Once the disk is fuller than the high mark: images and cache records together, the least recently used first, until the
    /// low mark is reached.
    case leastRecentlyUsed(high: DiskMark, low: DiskMark)
    /// BuildKit's own collection: its cache is cut to so many bytes, by its own order.
    case keepStorage(bytes: Int)

    /// What the command line calls it.
    public var name: String {
        switch self {
        case .none: "none"
        case .tag: "tag"
        case .dangling: "dangling"
        case .prune: "prune"
        case .pruneAll: "prune-all"
        case .threshold: "threshold"
        case .leastRecentlyUsed: "lru"
        case .keepStorage: "keep-storage"
        }
    }

    /// The mark above which it does anything; nil where it does not look at the disk.
    public var high: DiskMark? {
        switch self {
        case .threshold(let high), .leastRecentlyUsed(let high, _): high
        case .none, .tag, .dangling, .prune, .pruneAll, .keepStorage: nil
        }
    }

    /// The mark at which it stops; nil where it has none.
    public var low: DiskMark? {
        guard case .leastRecentlyUsed(_, let low) = self else { return nil }
        return low
    }

    /// The policy for what is left to do after part of it was done: on to the low mark, though the disk is below the high one.
    var continued: CollectionPolicy {
        guard let low else { return self }
        return .leastRecentlyUsed(high: low, low: low)
    }

    /// Sees to it that its marks make sense.
    ///
    /// - Throws: ``CollectionError`` with code `marks`.
    public func check() throws(CollectionError) {
        guard let high else { return }
        for mark in [high, low ?? high] where !mark.isPossible {
            throw CollectionError(.marks, "\(mark) is no mark: write more than 0% and up to 100%, or bytes.")
        }
        guard let low else { return }
        guard low.isShare == high.isShare else {
            throw CollectionError(
                .marks,
                "The high mark \(high) and the low mark \(low) must be of one kind: both in percent, or both in bytes.")
        }
        guard !(high < low) else {
            throw CollectionError(.marks, "The low mark \(low) is above the high mark \(high).")
        }
    }
}
