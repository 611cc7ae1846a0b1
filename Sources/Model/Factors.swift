package enum Builder: String, Codable, Sendable, CaseIterable {
    /// The classic builder: a container and a commit for each step.
    case legacy
    /// BuildKit through the engine's API, without what only a client can give: secrets, logins.
    case buildkit
    /// Podman's, the only one that it has.
    case buildah
    /// The same BuildKit by its own client, docker's plugin.
    case buildx

    /// Whether BuildKit does the work. All such builders of an engine share its cache.
    package var isBuildKit: Bool { [.buildkit, .buildx].contains(self) }
}

/// Which earlier builds' cache a job's build finds: the factor `cache`.
package enum CacheSource: String, Codable, Sendable, CaseIterable {
    /// None: its engine is as cold as a new worker's, except for the base images.
    case nothing = "none"
    /// What another engine pushed to a registry after building the previous change; its own engine is as cold.
    case registry
    /// What its own engine built before: the previous change and all earlier ones.
    case local
}

/// How a change's image comes to the worker of the next stage: the factor `delivery`.
package enum Delivery: String, Codable, Sendable, CaseIterable {
    /// It pulls the digest that the first worker built and pushed.
    case promote
    /// It builds the change itself.
    case rebuild
    /// The same, but both workers build with `SOURCE_DATE_EPOCH`, the time of the change's commit.
    case rebuildDated = "rebuild-dated"

    /// Whether images are built with the build argument `SOURCE_DATE_EPOCH`.
    package var isDated: Bool { self == .rebuildDated }
}

/// The collection policy for an engine's disk between builds: the factor `policy`.
package enum GarbagePolicy: String, Codable, Sendable, CaseIterable {
    case nothing = "none", jobTag = "job-tag", dangling, dailyAndWeekly = "daily-weekly"
    /// Above a mark, all images except the newest of each repository are removed.
    case threshold
    /// Above a high mark, images and cache are removed, least recently used first, down to a low mark.
    case leastRecentlyUsed = "lru"
    /// BuildKit reduces its cache to a size in its own order.
    case keepStorage = "keep-storage"
}

/// How a fixture's Dockerfile installs what its manifest names: the factor `strategy`.
package enum DependencyStrategy: String, Codable, Sendable, CaseIterable {
    /// The whole tree is copied, then dependencies are installed: one layer for both.
    case oneLayer = "one-layer"
    /// The manifest is copied and installed before the rest of the tree: a layer keyed on the manifest.
    case manifestLayer = "manifest-layer"
    /// As `manifestLayer`, with BuildKit's cache mount for the package manager's cache.
    case cacheMount = "cache-mount"
    /// As `manifestLayer`, with an archive of the package manager's cache, restored before and saved after the build.
    case archive
}

/// What a fixture's Dockerfile builds on: the factor `base`.
package enum BaseSource: String, Codable, Sendable, CaseIterable {
    /// An image built and maintained for all repositories, including their language.
    case provided
    /// Debian alone: the repository installs everything itself.
    case deferred
}

/// What runs a job's container: the factor `runtime`. Values are the engine's names for them.
package enum ContainerRuntime: String, Codable, Sendable, CaseIterable {
    /// Processes on the worker's own kernel, isolated by namespaces.
    case runc
    /// gVisor: a separate kernel for the container, in a process of the worker.
    case runsc
}

/// What a job's container may do: the factor `hardening`.
package enum Hardening: String, Codable, Sendable, CaseIterable {
    case usual = "default"
    /// No capabilities, no new privileges, a read-only root, limits.
    case hardened
}

/// The fault planted in a job: the factor `fault`.
package enum Fault: String, Codable, Sendable, CaseIterable {
    case nothing = "none", failingBuild = "failing-build"
    case failingCommand = "failing-command"
    /// The command runs longer than the job's time limit.
    case timeout
    /// The user stops the job at once, while its command runs.
    case cancel
    /// The user stops the job at once, at any moment.
    case cancelAnywhere = "cancel-anywhere"
    /// The client disconnects in the middle of the build.
    case clientGone = "client-gone"
    /// The build and the command leave orphaned processes: forked twice, in sessions of their own, ignoring SIGTERM.
    case orphans
    /// The build and the command create other users' files, with modes that deny access, in folders that deny deletion.
    case undeletableFiles = "undeletable-files"
    /// The engine is stopped in the middle of the build, and started again.
    case engineRestart = "engine-restart"
    /// The engine is killed in the middle of the build, and started again.
    case engineKill = "engine-kill"
    /// The engine's disk is full but for a few megabytes.
    case diskFull = "disk-full"
    /// The registry's server is killed in the middle of a push or a pull, and stays down until the job is over.
    case registryLost = "registry-lost"
    /// The registry's disk is full.
    case registryFull = "registry-full"

    /// Whether the fixture has a Dockerfile for it. Other faults are applied to a job with the usual Dockerfile.
    package var isOfFixture: Bool {
        switch self {
        case .failingBuild, .failingCommand, .timeout, .orphans, .undeletableFiles: true
        case .nothing, .cancel, .cancelAnywhere, .clientGone, .engineRestart, .engineKill, .diskFull, .registryLost,
            .registryFull:
            false
        }
    }

    /// Whether the job's own outcome must be `cancelled`.
    package var cancels: Bool { [.cancel, .cancelAnywhere, .clientGone].contains(self) }

    /// Whether it is applied to the job, or beside it, at some moment, and so may come too late.
    package var isPlanted: Bool { self != .nothing && !isOfFixture }

    /// Whether it is done to the engine itself, which must then be Plimsoll's own.
    package var isOfEngine: Bool { [.engineRestart, .engineKill, .diskFull].contains(self) }

    /// Whether it is done to the registry through which jobs get their images.
    package var isOfRegistry: Bool { [.registryLost, .registryFull].contains(self) }
}

/// The regression planted in a job, to see whether a comparison finds it: the factor `planted`.
package enum PlantedRegression: String, Codable, Sendable, CaseIterable {
    case nothing = "none"
    /// No regression: the same jobs under another name.
    case control
    case slowerStep = "slower-step"
    /// A cacheable step never comes from the cache.
    case missingCache = "missing-cache"
    /// The first measured job leaves a container behind.
    case leak
    case largerLayer = "larger-layer"

    /// The value passed to the Dockerfile; the same for `nothing` and `control`.
    package var argument: String { self == .control ? Self.nothing.rawValue : rawValue }
}
