import ArgumentParser
import Housekeeping

/// What a collection removes: the policy, its marks, and what it must keep.
struct PolicyOptions: ParsableArguments {
    enum Name: String, ExpressibleByArgument, CaseIterable {
        case lru, threshold, dangling, prune, pruneAll = "prune-all", keepStorage = "keep-storage"
        case tag, none
    }

    @Option(
        help: ArgumentHelp(
            "What to remove: lru, threshold, dangling, prune, prune-all, keep-storage, tag or none.",
            discussion: """
                lru: above --high, images and build cache together, the least recently used first, until --low.
                threshold: above --high, every image except the newest of each repository.
                dangling: images without a name. prune: these, and build cache that no image shares.
                prune-all: every image without a container, and all build cache.
                keep-storage: BuildKit cuts its cache to --keep-storage. tag: the image of --tag.
                """))
    var policy = Name.lru

    @Option(help: "Disk use above which lru and threshold remove anything, in percent or bytes (20GB); default: 85%.")
    var high: MarkArgument?
    @Option(help: "Disk use at which lru stops, of the same kind as --high; default: 70%.") var low: MarkArgument?
    @Option(help: "For --policy tag: the name of the image.") var tag: String?
    @Option(help: "For --policy keep-storage: how much build cache may stay, e.g. 10GB.") var keepStorage: ByteCount?
    @Option(help: "Keep images of this name or repository, such as 'registry/base/*'; may be repeated.")
    var keep: [String] = []
    @Option(help: "Keep what was used within this time, e.g. 90s, 15m, 1h or 2d.") var minAge = TimeSpan(seconds: 3600)
    @Option(help: "Collect images with this label, KEY or KEY=VALUE, instead of Plimsoll's; may be repeated.")
    var label: [String] = []
    @Flag(help: "Collect images with any label, or none.") var any = false
    @Flag(help: "Also collect the build cache on an engine that Plimsoll did not start. Its records have no labels.")
    var buildCache = false

    func validate() throws {
        do { try policyChosen().check() } catch let error as CollectionError { throw ValidationError(error.message) }
        if let text = label.first(where: { LabelMatch($0) == nil }) {
            throw ValidationError("--label takes KEY or KEY=VALUE; `\(text)` has no key.")
        }
        if any, !label.isEmpty { throw ValidationError("--any and --label exclude each other.") }
        if keep.contains("") { throw ValidationError("--keep takes a pattern, such as 'registry/base/*'.") }
    }

    func policyChosen() throws -> CollectionPolicy {
        try refuseIdleOptions()
        switch policy {
        case .lru: return .leastRecentlyUsed(high: highMark, low: try lowMark())
        case .threshold: return .threshold(high: highMark)
        case .dangling: return .dangling
        case .prune: return .prune
        case .pruneAll: return .pruneAll
        case .none: return .none
        case .keepStorage:
            guard let keepStorage else { throw ValidationError("--policy keep-storage needs --keep-storage, as 10GB.") }
            return .keepStorage(bytes: keepStorage.bytes)
        case .tag:
            guard let tag, !tag.isEmpty else { throw ValidationError("--policy tag needs --tag, the image's name.") }
            return .tag(tag)
        }
    }

    func rules(onEmbedded: Bool) -> CollectionRules {
        let scope: CollectionScope =
            any ? .any : label.isEmpty ? .plimsoll : .labelled(label.compactMap { LabelMatch($0) })
        return CollectionRules(
            scope: scope, keep: keep.map { NamePattern($0) }, minimumAge: minAge.seconds,
            buildCache: buildCache || onEmbedded)
    }

    private var highMark: DiskMark { high?.mark ?? .share(0.85) }

    private func lowMark() throws -> DiskMark {
        if let low { return low.mark }
        guard highMark.isShare else { throw ValidationError("With --high in bytes, give --low in bytes too.") }
        return .share(0.70)
    }

    private func refuseIdleOptions() throws {
        if high != nil, policy != .lru, policy != .threshold {
            throw ValidationError("--high needs --policy lru or threshold.")
        }
        if low != nil, policy != .lru { throw ValidationError("--low needs --policy lru.") }
        if tag != nil, policy != .tag { throw ValidationError("--tag needs --policy tag.") }
        if keepStorage != nil, policy != .keepStorage {
            throw ValidationError("--keep-storage needs --policy keep-storage.")
        }
    }
}
