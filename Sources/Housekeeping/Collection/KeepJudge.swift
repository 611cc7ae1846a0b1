import Engine
import Foundation

/// Decides on one object alone whether it must stay, whatever the disk usage.
struct KeepJudge {
    typealias Verdict = (reason: KeptObject.Reason, detail: String)

    let inventory: CollectionInventory
    let policy: CollectionPolicy
    let rules: CollectionRules
    let refused: [String: String]
    let now: Date
    private let newest: [String: String]

    init(
        inventory: CollectionInventory, policy: CollectionPolicy, rules: CollectionRules, refused: [String: String],
        now: Date
    ) {
        (self.inventory, self.policy, self.rules, self.refused, self.now) = (inventory, policy, rules, refused, now)
        if case .threshold = policy { newest = Self.newestByRepository(inventory.images) } else { newest = [:] }
    }

    /// Why it stays; nil if there is no reason.
    func keeps(_ subject: Subject) -> Verdict? {
        if let words = refused[subject.id] { return (.refused, words) }
        switch subject.object {
        case .image(let image): return keeps(image, subject.lastUse)
        case .record(let record): return keeps(record, subject.lastUse)
        }
    }

    private func keeps(_ image: CollectableImage, _ lastUse: LastUse) -> Verdict? {
        if let user = image.users.first {
            let more = image.users.count > 1 ? " and \(image.users.count - 1) more" : ""
            return (.inUse, "used by container \(user)\(more)")
        }
        if !rules.scope.covers(image) { return (.outOfScope, rules.scope.refusal) }
        if image.isPlimsolls(), inventory.runsAtWork.spares(image) {
            return (.inUse, "an active run of Plimsoll uses it")
        }
        if let pattern = rules.keep.first(where: { image.names.contains(where: $0.fits) }) {
            return (.named, "it is kept by \(pattern)")
        }
        if let verdict = policyKeeps(image) { return verdict }
        // A policy that names an image ignores its age.
        if case .tag = policy { return nil }
        return isYoung(lastUse)
    }

    private func policyKeeps(_ image: CollectableImage) -> Verdict? {
        switch policy {
        case .none: (.policy, "the policy removes nothing")
        case .tag(let name):
            image.tags.contains(Self.full(name)) ? nil : (.policy, "it is not \(Self.full(name))")
        case .dangling, .prune: image.isDangling ? nil : (.policy, "it has a name")
        case .pruneAll, .leastRecentlyUsed: nil
        case .threshold: newest[image.id].map { (reason: .newest, detail: "it is the newest of \($0)") }
        case .keepStorage: (.policy, "the policy is for the build cache only")
        }
    }

    private func keeps(_ record: CollectableRecord, _ lastUse: LastUse) -> Verdict? {
        if record.inUse { return (.inUse, "a build uses it") }
        switch policy {
        case .none: return (.policy, "the policy removes nothing")
        case .tag, .dangling, .threshold: return (.policy, "the policy is for images only")
        case .prune, .keepStorage:
            if record.shared { return (.policy, "an image shares it") }
            if record.isOfBuilder { return (.policy, "the builder needs it") }
        case .pruneAll, .leastRecentlyUsed: break
        }
        return isYoung(lastUse)
    }

    private func isYoung(_ lastUse: LastUse) -> Verdict? {
        let age = lastUse.age(at: now)
        guard age < rules.minimumAge else { return nil }
        return (.young, "it was used within \(AgeText.text(rules.minimumAge))")
    }

    func words(for image: CollectableImage) -> String {
        switch policy {
        case .none, .keepStorage: ""
        case .tag:
            image.tags.count > 1 ? "selected by this name; the image has others" : "selected by its name"
        case .dangling, .prune: "it has no name, and nothing is built on it"
        case .pruneAll: "no container uses it"
        case .threshold: image.isDangling ? "it has no name" : "its repository has a newer one"
        case .leastRecentlyUsed: "least recently used"
        }
    }

    func words(for record: CollectableRecord) -> String {
        switch policy {
        case .none, .tag, .dangling, .threshold: ""
        case .prune: "no build and no image uses it"
        case .pruneAll: "no build uses it"
        case .keepStorage: "BuildKit's cache is over its limit"
        case .leastRecentlyUsed:
            record.shared ? "least recently used; an image has the same data" : "least recently used"
        }
    }

    static func full(_ name: String) -> String { ImageName(name).description }

    /// The newest image of each repository: by creation time, then by last use, then by name. Gives the repository by
    /// the image's id.
    private static func newestByRepository(_ images: [CollectableImage]) -> [String: String] {
        var best: [String: (image: CollectableImage, name: String)] = [:]
        for image in images {
            for name in image.tags.isEmpty ? image.digests : image.tags {
                let repository = ImageName(name).repository
                if best[repository].map({ isNewer((image, name), $0) }) ?? true { best[repository] = (image, name) }
            }
        }
        return Dictionary(
            best.sorted { $0.key < $1.key }.map { ($0.value.image.id, $0.key) }, uniquingKeysWith: { first, _ in first }
        )
    }

    private static func isNewer(
        _ one: (image: CollectableImage, name: String), _ other: (image: CollectableImage, name: String)
    ) -> Bool {
        (one.image.createdAt, one.image.lastUse.at, one.name) > (
            other.image.createdAt, other.image.lastUse.at, other.name
        )
    }
}
