import Foundation

@testable import Housekeeping

/// The time by which the samples are counted.
let noon = Date(timeIntervalSince1970: 1_800_000_000)

/// So many hours before noon.
func hoursAgo(_ hours: Double) -> Date { noon.addingTimeInterval(-3600 * hours) }

/// An image of Plimsoll's whose layers are pieces of the inventory.
func image(
    _ id: String, usedHoursAgo hours: Double = 10, tags: [String]? = nil, labels: [String: String] = ["plimsoll": "1"],
    pieces: [Int] = [], bases: [String] = [], users: [String] = []
) -> CollectableImage {
    CollectableImage(
        id: id, tags: tags ?? ["ci/\(id):1"], labels: labels, createdAt: hoursAgo(hours),
        lastUse: LastUse(at: hoursAgo(hours), sign: .tagged), pieces: pieces, bases: bases, users: users)
}

/// A cache record.
func record(
    _ id: String, usedHoursAgo hours: Double = 10, size: Int = 0, parents: [String] = [], inUse: Bool = false,
    shared: Bool = false, type: String = "regular"
) -> CollectableRecord {
    CollectableRecord(
        id: id, parents: parents, type: type, description: "RUN \(id)", inUse: inUse, shared: shared, size: size,
        lastUse: LastUse(at: hoursAgo(hours), sign: .built))
}

/// A policy that removes until nothing is left that may go.
let everythingOldestFirst = CollectionPolicy.leastRecentlyUsed(high: .bytes(1), low: .bytes(1))

extension CollectionInventory {
    /// The decision at noon, with rules that spare no cache.
    func decide(
        _ policy: CollectionPolicy, scope: CollectionScope = .marked, keep: [String] = [], minimumAge: Double = 3600,
        disk: DiskSpace? = nil, refused: [String: String] = [:], now: Date = noon
    ) throws -> CollectionDecision {
        try decision(
            by: policy,
            rules: CollectionRules(
                scope: scope, keep: keep.map { NamePattern($0) }, minimumAge: minimumAge, buildCache: true),
            disk: disk, refused: refused, now: now)
    }

    /// What is left after a decision was carried out.
    func after(_ decision: CollectionDecision) -> CollectionInventory {
        let gone = Set(decision.removals.filter { $0.kind != .name }.map(\.id))
        return CollectionInventory(
            images: images.filter { !gone.contains($0.id) }, records: records.filter { !gone.contains($0.id) },
            pieces: pieces)
    }
}

extension CollectionDecision {
    /// The ids of what goes, in order.
    var going: [String] { removals.map(\.id) }
    /// Why something stays.
    func reason(_ id: String) -> KeptObject.Reason? { kept.first { $0.id == id }?.reason }
}
