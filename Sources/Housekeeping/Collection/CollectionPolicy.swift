import Engine
import Foundation
import Model

/// The rule by which a collection chooses what to remove.
package enum CollectionPolicy: Codable, Hashable, Sendable {
    case none
    /// The image of this name: a job removes its own this way at its end.
    case tag(String)
    case dangling
    /// As `docker system prune` does to images and cache: images without a name, cache records that no image shares.
    case prune
    /// As `docker system prune --all` does to images and cache: everything that is not in use.
    case pruneAll
    /// When disk usage exceeds a mark: every image except the newest of each repository.
    case threshold(high: DiskMark)
    /// When disk usage exceeds the high mark: images and cache records together, the least recently used first, until
    /// the low mark is reached.
    case leastRecentlyUsed(high: DiskMark, low: DiskMark)
    /// BuildKit's own collection: it cuts its cache to this size, in its own order.
    case keepStorage(bytes: Int)

    package var name: String {
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

    /// The mark above which it acts; nil if it does not look at the disk.
    package var high: DiskMark? {
        switch self {
        case .threshold(let high), .leastRecentlyUsed(let high, _): high
        case .none, .tag, .dangling, .prune, .pruneAll, .keepStorage: nil
        }
    }

    package var low: DiskMark? {
        guard case .leastRecentlyUsed(_, let low) = self else { return nil }
        return low
    }

    /// The policy for the rest of an unfinished collection: continue to the low mark, even below the high one.
    var continued: CollectionPolicy {
        guard let low else { return self }
        return .leastRecentlyUsed(high: low, low: low)
    }

    /// Checks its marks.
    /// - Throws: ``CollectionError`` with code `marks`.
    package func check() throws(CollectionError) {
        guard let high else { return }
        for mark in [high, low ?? high] where !mark.isPossible {
            throw CollectionError(.marks, "\(mark) is not a mark: write more than 0% and up to 100%, or bytes.")
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

/// A policy that runs at intervals, like a daily or weekly cron job. The caller gives the time, so a simulated clock
/// works.
package struct ScheduledPolicy: Codable, Hashable, Sendable {
    package var policy: CollectionPolicy
    /// Time between two collections, in seconds; 0: at every opportunity.
    package var interval: Double

    package init(_ policy: CollectionPolicy, every interval: Double = 0) {
        (self.policy, self.interval) = (policy, interval)
    }

    /// The schedule of Wikimedia's operations from 2021 to 2024: dangling objects daily, everything weekly
    /// (operations-puppet).
    package static let dailyAndWeekly = [
        ScheduledPolicy(.prune, every: 86_400), ScheduledPolicy(.pruneAll, every: 7 * 86_400),
    ]

    /// - Parameter last: when it last ran, or when the schedule began. A future time makes it due: the clock was set
    ///   back, and the wait could last for ever.
    package func isDue(at now: Date, last: Date) -> Bool {
        let passed = now.timeIntervalSince(last)
        return passed >= interval || passed < 0
    }
}

/// What a collection may consider, and what it must keep whatever its policy.
package struct CollectionRules: Codable, Hashable, Sendable {
    package var scope: CollectionScope
    package var keep: [NamePattern]
    /// Objects used within this many seconds stay. The age of an image that a policy names does not matter.
    package var minimumAge: Double
    /// Whether BuildKit's cache may be collected. Its records carry no labels, so their owner is unknown.
    package var buildCache: Bool

    package init(
        scope: CollectionScope = .plimsoll, keep: [NamePattern] = [], minimumAge: Double = 3600,
        buildCache: Bool = false
    ) {
        (self.scope, self.keep, self.minimumAge, self.buildCache) = (scope, keep, minimumAge, buildCache)
    }
}

/// Which images a collection may remove.
package enum CollectionScope: Codable, Hashable, Sendable {
    /// Images that Plimsoll's jobs built, and that nobody gave another name: see `LabelledObject.isPlimsolls`. Base
    /// images and the mirror's serve every run, and stay.
    case plimsoll
    /// Images that carry one of these labels, their own or inherited from their base.
    case labelled([LabelMatch])
    case any

    /// On an engine of Plimsoll's own: what Plimsoll made and what was built on it, with a name or without.
    package static let marked = CollectionScope.labelled([LabelMatch(key: PlimsollLabel.key, value: "1")])

    func covers(_ image: CollectableImage) -> Bool {
        switch self {
        case .any: true
        case .plimsoll: image.runOwner != nil && image.namesByPlimsoll.count == image.allNames.count
        case .labelled(let matches): matches.contains { $0.fits(image.labels) }
        }
    }

    /// Why an image outside the scope stays.
    var refusal: String {
        switch self {
        case .any: ""
        case .plimsoll: "no job of Plimsoll's built it"
        case .labelled(let matches):
            "it does not carry the label " + matches.map(\.description).joined(separator: " or ")
        }
    }
}

extension CollectableImage: LabelledObject { package var allNames: [String] { tags } }

/// A label that an object must carry, with any value or a specific one.
package struct LabelMatch: Codable, Hashable, Sendable, CustomStringConvertible {
    package var key: String
    package var value: String?

    init(key: String, value: String? = nil) { (self.key, self.value) = (key, value) }

    /// Reads `KEY` or `KEY=VALUE`; nil if there is no key.
    package init?(_ text: String) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard !parts[0].isEmpty else { return nil }
        self.init(key: parts[0], value: parts.count > 1 ? parts[1] : nil)
    }

    package var description: String { value.map { "\(key)=\($0)" } ?? key }

    func fits(_ labels: [String: String]) -> Bool {
        labels[key].map { value == nil || value == $0 } ?? false
    }
}

/// A pattern for images' names: `*` is any text, including none and slashes; `?` is one character.
package struct NamePattern: Codable, Hashable, Sendable, CustomStringConvertible {
    package let text: String

    package init(_ text: String) { self.text = text }
    package init(from decoder: any Decoder) throws { text = try String(from: decoder) }
    package func encode(to encoder: any Encoder) throws { try text.encode(to: encoder) }

    package var description: String { text }

    /// Whether it matches a name (`repository:tag`) or the name's repository alone.
    package func fits(_ name: String) -> Bool {
        let pattern = Array(text)
        return Self.fits(Array(name), pattern) || Self.fits(Array(ImageName(name).repository), pattern)
    }

    /// Walks both texts once; at a mismatch the last star takes one more character.
    private static func fits(_ name: [Character], _ pattern: [Character]) -> Bool {
        var position = 0
        var next = 0
        var star: (next: Int, position: Int)?
        while position < name.count {
            if next < pattern.count, pattern[next] == "*" {
                star = (next + 1, position)
                next += 1
            } else if next < pattern.count, pattern[next] == "?" || pattern[next] == name[position] {
                next += 1
                position += 1
            } else if let last = star {
                star = (last.next, last.position + 1)
                next = last.next
                position = last.position + 1
            } else {
                return false
            }
        }
        return pattern[next...].allSatisfy { $0 == "*" }
    }
}
