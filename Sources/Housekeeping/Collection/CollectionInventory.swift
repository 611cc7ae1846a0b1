import Engine
import Foundation
import Model

/// Everything on which a collection decides, as the engine reported it at one moment.
package struct CollectionInventory: Codable, Hashable, Sendable {
    package var images: [CollectableImage] = []
    /// BuildKit's cache; empty if it may not be collected.
    package var records: [CollectableRecord] = []
    /// Sizes of what images and records keep, in bytes. A piece is what the same of them keep, and is freed with the last
    /// of these. From the disk if it can be read, otherwise of images' layers only, as the engine reports.
    package var pieces: [Int] = []
    /// Pieces that something else keeps too, such as a container: removing images and records does not free them.
    package var pinned: Set<Int> = []
    /// Why the sizes are the engine's own, and not read from its disk; nil if they are from the disk.
    package var unseen: String?
    /// Sizes on disk of the directories of layers that were measured, in bytes, for the next look.
    package var layers: [String: Int] = [:]
    var runsAtWork: RunsAtWork = RunsAtWork()

    /// Size of images and cache, in bytes; shared data counts once.
    package var accountedBytes: Int {
        let held = Set(images.flatMap(\.pieces) + records.flatMap { $0.pieces ?? [] })
        return held.reduce(0) { $0 + pieces[$1] } + records.reduce(0) { $0 + ($1.pieces == nil ? $1.ownSize : 0) }
    }
}

/// An image as a collector sees it. Images of a legacy build's steps belong to the image that the build produced.
package struct CollectableImage: Codable, Hashable, Sendable {
    package var id: String
    package var tags: [String] = []
    /// Its digests in registries, as `repository@sha256:…`.
    package var digests: [String] = []
    package var labels: [String: String] = [:]
    package var createdAt: Date
    package var lastUse: LastUse
    /// When it was last tagged, as the engine reports: if that changed, the image was used.
    package var lastTaggedAt: Date?
    package var size = 0
    /// Its layers: indexes of the inventory's pieces. A piece is freed with the last image that has it.
    package var pieces: [Int] = []
    /// Ids of the nearest images that it is built on.
    package var bases: [String] = []
    package var users: [String] = []
    /// Images of its build's steps that must be removed one by one, because the engine would otherwise also remove a
    /// base that is not ours. Nil: the engine may remove them itself.
    package var steps: [String]?

    var isDangling: Bool { tags.isEmpty && digests.isEmpty }
    var names: [String] { tags + digests }
}

package struct CollectableRecord: Codable, Hashable, Sendable {
    package var id: String
    package var parents: [String] = []
    /// `regular`, `source.local`, `exec.cachemount`, `frontend`, `internal`, …
    package var type = "regular"
    package var description = ""
    package var inUse = false
    /// Whether an image holds the same data; then its removal alone frees nothing.
    package var shared = false
    package var size = 0
    package var lastUse: LastUse
    /// What it keeps: indexes of the inventory's pieces; nil if the disk cannot be read.
    package var pieces: [Int]?
    /// What its removal frees at least while an image has its data, in bytes, as far as the engine reports.
    package var ownCopy = 0

    /// What its removal frees, in bytes, as far as the engine reports.
    var ownSize: Int { shared ? ownCopy : size }
    /// Whether BuildKit needs it for itself, and keeps it unless all records are to be removed.
    var isOfBuilder: Bool { type == "internal" || type == "frontend" }
}

/// When something was last used, and the evidence.
package struct LastUse: Codable, Hashable, Sendable {
    package enum Sign: String, Codable, Sendable, CaseIterable {
        case made, tagged, run, built
        /// An earlier collection saw a container of it then.
        case seenRunning = "seen_running"
        /// An earlier collection saw it for the first time then.
        case seenFirst = "seen_first"
    }

    /// By the engine's clock, which may be ahead of ours.
    package var at: Date
    package var sign: Sign

    static func latest(_ uses: [LastUse?]) -> LastUse? { uses.compactMap(\.self).max { $0.at < $1.at } }

    /// Age in seconds. A future time counts as now: a clock that jumped makes nothing old.
    package func age(at now: Date) -> Double { max(0, now.timeIntervalSince(at)) }
}

/// The containers of each image on an engine, and when they last used it.
struct ContainerUses: Sendable {
    struct Uses: Sendable {
        var names: [String] = []
        var last: Date?
    }

    private(set) var images: [String: Uses] = [:]

    /// Asks an engine. Skips a container that disappears before it is inspected.
    static func read(_ client: EngineClient, width: Int, now: Date) async throws -> ContainerUses {
        let containers = try await client.containers(all: true)
        let instants = try await Concurrent.map(containers, width: width) { container -> Date? in
            if container.state == "running" { return now }
            return try await unlessGone { try await client.inspectContainer(container.id) }?.state.finishedAt?.date
        }
        var uses = ContainerUses()
        for (container, ended) in zip(containers, instants) {
            let made = Date(timeIntervalSince1970: Double(container.createdAt))
            let last = [uses.images[container.imageID]?.last, made, ended].compactMap(\.self).max()
            uses.images[container.imageID, default: Uses()].names.append(container.shownName)
            uses.images[container.imageID]?.last = last
        }
        return uses
    }
}

/// Which image was built on which, as the legacy builder records it. BuildKit's images have no parents.
struct ImageLineage: Sendable {
    private let images: [String: ImageSummary]
    private let topIDs: Set<String>
    /// Ids of the images that count: those with a name, and those on which nothing is built. The others are build
    /// steps.
    let tops: [String]

    init(_ list: [ImageSummary]) {
        let parents = Set(list.map(\.parent))
        images = Dictionary(list.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        tops = list.filter { !$0.isUnnamed || !parents.contains($0.id) }.map(\.id)
        topIDs = Set(tops)
    }

    func isTop(_ id: String) -> Bool { topIDs.contains(id) }

    /// The nearest named image that an image was built on; nil if there is none.
    func base(of id: String) -> String? { ancestors(of: id).first { topIDs.contains($0.id) }?.id }

    /// The steps of an image's build, the nearest first: the images without a name below it.
    func steps(of id: String) -> [String] { ancestors(of: id).prefix { !topIDs.contains($0.id) }.map(\.id) }

    /// The steps of an image's build, the nearest first, if their base is an unnamed image that no step made. Such a
    /// base was imported, pulled or built elsewhere and lost its name. When the engine removes an image with its
    /// parents, it would remove that base too. Nil if there is no such base.
    func stepsAboveForeignBase(of id: String) -> [String]? {
        let steps = ancestors(of: id).prefix { !topIDs.contains($0.id) }
        // A build from scratch also ends this way. Its first step then stays, which is safe, and it is nearly always
        // empty.
        guard let last = steps.last, last.parent.isEmpty else { return nil }
        return steps.dropLast().map(\.id)
    }

    private func ancestors(of id: String) -> [ImageSummary] {
        var result: [ImageSummary] = []
        var seen: Set<String> = [id]
        var next = images[id]?.parent
        while let parent = next, let image = images[parent], seen.insert(parent).inserted {
            result.append(image)
            next = image.parent
        }
        return result
    }
}

extension ImageSummary { fileprivate var isUnnamed: Bool { tags.isEmpty && digests.isEmpty } }
