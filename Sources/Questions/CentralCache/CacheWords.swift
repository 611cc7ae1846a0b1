import Model

/// How caches and set-up actions read in a report.
enum CacheWords {
    static func short(_ kind: CacheKind) -> String {
        switch kind {
        case .nothing: "cold, no cache"
        case .registry: "cold, registry's cache"
        case .local: "warm"
        }
    }

    /// For the rows of a chart, which have little room.
    static func shortest(_ kind: CacheKind) -> String {
        switch kind {
        case .nothing: "cold"
        case .registry: "registry"
        case .local: "warm"
        }
    }

    static func action(_ action: SetUpAction) -> String {
        switch action {
        case .startRegistry: "start a registry"
        case .connectEngine:
            "let the engine reach the registry (here: a route and a loopback port; elsewhere: a certificate)"
        case .publishBaseImage: "push the base image to it"
        case .pullBaseImage: "pull the base image from it, in place of making it on the worker"
        case .alignAddresses:
            "give what builds need to be reached by (`--add-host`) the same address as on other workers"
        case .pushImage: "push the image after the build"
        case .inlineCacheArgument: "build with `BUILDKIT_INLINE_CACHE=1`"
        case .pullCache: "pull the image before the build"
        case .cacheFrom: "build with `--cache-from` of the image"
        }
    }

    static func scope(_ scope: SetUpAction.Scope) -> String {
        switch scope {
        case .fleet: "once"
        case .worker: "for each worker"
        case .jobDefinition: "for each job definition"
        }
    }
}
