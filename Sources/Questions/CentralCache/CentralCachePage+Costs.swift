import Model

extension CentralCachePage {
    var bySeries: [Page.Block] {
        let table = Table(evidence.series) {
            Series.columns { $0.series }
            Column("cache") { $0.kind.words }
            Column("jobs", .right) { "\($0.wall.count)" }
            Column("median job", .right) { Words.seconds($0.wall.value) }
            Column("95 % interval") { Words.interval($0.wall.interval) }
            Column("build phase", .right) { Words.seconds($0.build) }
            Column("pull of the cache", .right) { Words.seconds($0.pull) }
            Column("steps from the cache", .right) { Words.steps($0.cachedSteps, of: $0.cacheableSteps) }
            Column("bytes moved", .right) { Words.bytes($0.bytes) }
        }
        return .section(
            "## By fixture, builder and cache", table,
            """
            Medians over jobs of the trace that succeeded, weighted to the real proportions of changes. Steps are counted without \
            weights.
            """, otherwise: "No job succeeded.")
    }

    /// What the cache costs the engine that fills it, and the registry.
    var filling: [Page.Block] {
        let table = PushFindings.table(evidence.pushes)
        return .section(
            "## What filling it costs", table,
            """
            Every build that others are to reuse pays for a push. No other time in this report includes it. “First” carries every \
            layer that the registry lacks; “later” is the median of the others.
            """, otherwise: "Nothing was pushed.") + [.text(registry)]
    }

    private var registry: String {
        guard let registry = evidence.registry else { return "" }
        let kept = """
            After \(Words.count(registry.pushes, "push", "pushes")) the registry kept \(Words.bytes(registry.kept)), including \
            the base images, which were published through it first, and \(Words.bytes(registry.manifests)) of manifests.
            """
        guard let collection = registry.collection else {
            return kept + " Its own garbage collection was not measured: the run did not finish."
        }
        return """
            \(kept) Its own garbage collection kept the newest image of each repository and brought it from \
            \(Words.bytes(collection.before)) to \(Words.bytes(collection.after)) in \
            \(Words.seconds(collection.seconds)). Nothing could be pushed or pulled for \
            \(Words.seconds(collection.blocked)).
            """
    }

    /// What a release engineer has to do for a central cache.
    var setUp: [Page.Block] {
        let table = Table(evidence.setUp) {
            Column("action") { $0.action.words }
            Column("how often") { $0.action.scope.words }
            Column("builder") { $0.configuration.map(Words.configuration) ?? "either" }
            Column("done here", .right) { "\($0.count)" }
        }
        let all = evidence.setUp.reduce(0) { $0 + $1.count }
        return .section(
            "## What has to be set up", table,
            """
            Counted as it was done for this fleet of two workers: \(Words.count(all, "action", "actions")) in all. Each \
            further worker or job definition adds its rows once.
            """, otherwise: "Nothing was set up.")
    }
}

extension CacheKind {
    var words: String {
        switch self {
        case .nothing: "cold, no cache"
        case .registry: "cold, registry's cache"
        case .local: "warm"
        }
    }
}

extension SetUpAction {
    var words: String {
        switch self {
        case .startRegistry: "start a registry"
        case .connectEngine:
            "let the engine reach the registry (here: route and loopback port; elsewhere: certificate)"
        case .publishBaseImage: "push the base image to it"
        case .pullBaseImage: "pull the base image from it instead of making it on the worker"
        case .alignAddresses:
            "give hosts that builds must reach (`--add-host`) the same address as on other workers"
        case .pushImage: "push the image after the build"
        case .inlineCacheArgument: "build with `BUILDKIT_INLINE_CACHE=1`"
        case .exportCache: "build with `--cache-to` of the registry, `mode=max`"
        case .pullCache: "pull the image before the build"
        case .cacheFrom: "build with `--cache-from` of the image"
        }
    }
}

extension SetUpAction.Scope {
    var words: String {
        switch self {
        case .fleet: "once"
        case .worker: "for each worker"
        case .jobDefinition: "for each job definition"
        }
    }
}
