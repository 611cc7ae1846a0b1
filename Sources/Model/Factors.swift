/// Which of the engine's builders builds the image.
package enum Builder: String, Codable, Sendable, CaseIterable {
    /// The classic builder: a container and a commit a step.
    case legacy
    case buildkit
}

/// What a job's build finds of earlier builds: the factor `cache`.
package enum CacheSource: String, Codable, Sendable, CaseIterable {
    /// Nothing: its engine is as cold as a new worker's, but for the base images.
    case nothing = "none"
    /// What another engine pushed to a registry after it built the change before; its own engine is as cold.
    case registry
    /// What its own engine built before: the change before, and all that went before that.
    case local
}

/// By which policy an engine's disk is collected between builds: the factor `policy`.
package enum GarbagePolicy: String, Codable, Sendable, CaseIterable {
    case nothing = "none", jobTag = "job-tag", dangling, dailyAndWeekly = "daily-weekly"
    /// Above a mark all images but the newest of each repository go.
    case threshold
    /// Above a high mark images and cache go, the least recently used first, until a low mark is reached.
    case leastRecentlyUsed = "lru"
    /// BuildKit cuts its cache to a size by its own order.
    case keepStorage = "keep-storage"
}

/// How a fixture's Dockerfile installs what its manifest names: the factor `strategy`.
package enum DependencyStrategy: String, Codable, Sendable, CaseIterable {
    /// The whole tree is copied, then dependencies are installed: one layer for both.
    case oneLayer = "one-layer"
    /// The manifest is copied and installed before the rest of the tree: a layer keyed on the manifest.
    case manifestLayer = "manifest-layer"
    /// As `manifestLayer`, with BuildKit's cache mount for what the package manager keeps.
    case cacheMount = "cache-mount"
    /// As `manifestLayer`, with an archive of what the package manager keeps, restored before the build and saved after it.
    case archive
}

/// What a fixture's Dockerfile builds upon: the factor `base`.
package enum BaseSource: String, Codable, Sendable, CaseIterable {
    /// An image that is built and maintained for all repositories, with their language in it.
    case provided
    /// Debian alone: the repository installs everything itself.
    case deferred
}

/// What runs a job's container: the factor `runtime`. Values are the names by which engines know them.
package enum ContainerRuntime: String, Codable, Sendable, CaseIterable {
    /// Processes of the worker's own kernel, kept apart by namespaces.
    case runc
    /// gVisor: a kernel of the container's own, in a process of the worker.
    case runsc
}

/// What a job's container may do: the factor `hardening`.
package enum Hardening: String, Codable, Sendable, CaseIterable {
    case usual = "default"
    /// No capabilities, no new privileges, a read-only root, limits.
    case hardened
}

/// What goes wrong in a job on purpose: the factor `fault`.
package enum Fault: String, Codable, Sendable, CaseIterable {
    case nothing = "none", failingBuild = "failing-build"
    /// The command ends with another status than 0.
    case failingCommand = "failing-command"
    /// The command goes on beyond the job's time limit.
    case timeout
    /// The user stops the job at once, while its command runs.
    case cancel
    /// The user stops the job at once, at any moment of it.
    case cancelAnywhere = "cancel-anywhere"
    /// The client goes away in mid-build: its connection is closed.
    case clientGone = "client-gone"
    /// The build and the command leave processes behind that nobody waits for: forked twice, in sessions of their own,
    /// deaf to SIGTERM.
    case orphans
    /// The build and the command make files of other users, with modes that let nobody in, in folders that let nobody delete.
    case undeletableFiles = "undeletable-files"
    /// The engine is asked to end in mid-build, and started again.
    case engineRestart = "engine-restart"
    /// The engine is killed in mid-build, and started again.
    case engineKill = "engine-kill"
    case diskFull = "disk-full"

    /// Whether the fixture has a Dockerfile for it, by its name; the others are done to a job of the usual one.
    package var isOfFixture: Bool {
        switch self {
        case .failingBuild, .failingCommand, .timeout, .orphans, .undeletableFiles: true
        case .nothing, .cancel, .cancelAnywhere, .clientGone, .engineRestart, .engineKill, .diskFull: false
        }
    }

    package var cancels: Bool { [.cancel, .cancelAnywhere, .clientGone].contains(self) }

    /// Whether it is done to the job at a moment, or beside it, and so may come too late.
    package var isPlanted: Bool { self != .nothing && !isOfFixture }

    package var isOfEngine: Bool { [.engineRestart, .engineKill, .diskFull].contains(self) }
}

/// What is made worse in a job on purpose, to see whether a comparison finds it: the factor `planted`.
package enum PlantedRegression: String, Codable, Sendable, CaseIterable {
    case nothing = "none"
    /// Nothing either: the same jobs under another name.
    case control
    case slowerStep = "slower-step"
    /// A step that could come from the cache never does.
    case missingCache = "missing-cache"
    /// A job leaves a container behind: the first measured one.
    case leak
    /// A step of the build writes more bytes.
    case largerLayer = "larger-layer"

    /// What a Dockerfile is told of it: jobs with nothing in them and those under another name are told the same.
    package var argument: String { self == .control ? Self.nothing.rawValue : rawValue }
}
