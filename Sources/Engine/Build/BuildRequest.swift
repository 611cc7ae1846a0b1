/// What is to be built, and how.
package struct BuildRequest: Sendable, Equatable {
    package var builder: BuilderKind
    /// The Dockerfile's path inside the context.
    package var dockerfile: String
    /// The Dockerfile's text, where the caller has it. BuildKit fills variables in and leaves out what only changes the
    /// image's configuration; with the text, its steps carry the Dockerfile's own words and are listed as the legacy
    /// builder lists them.
    package var dockerfileText: String?
    package var tags: [String]
    package var labels: [String: String]
    /// Build arguments. `BUILDKIT_INLINE_CACHE=1` makes BuildKit write its cache into the image.
    package var arguments: [String: String]
    package var noCache: Bool
    /// Whether base images are fetched even when they are there.
    package var pull: Bool
    /// Images whose layers may serve as cache.
    package var cacheFrom: [String]
    /// `name:address`, each, for the hosts file of the steps.
    package var extraHosts: [String]
    /// Memory limit of a step, in bytes; the legacy builder only.
    package var memory: Int?
    /// The network of the steps, as `host`, `none`; nil: the engine's default.
    package var networkMode: String?
    /// The stage to build; nil: the last.
    package var target: String?
    /// Whether BuildKit may ask back over a session during a build from an archive. It finds neither logins nor secrets there.
    package var offersSession = false

    /// A build of the context's `Dockerfile`, unless told otherwise.
    package init(
        builder: BuilderKind, dockerfile: String = "Dockerfile", dockerfileText: String? = nil, tags: [String] = [],
        labels: [String: String] = [:], arguments: [String: String] = [:], noCache: Bool = false, pull: Bool = false,
        cacheFrom: [String] = [], extraHosts: [String] = [], memory: Int? = nil, networkMode: String? = nil,
        target: String? = nil
    ) {
        (self.builder, self.dockerfile, self.dockerfileText, self.tags) = (builder, dockerfile, dockerfileText, tags)
        (self.labels, self.arguments, self.noCache) = (labels, arguments, noCache)
        (self.pull, self.cacheFrom, self.extraHosts) = (pull, cacheFrom, extraHosts)
        (self.memory, self.networkMode, self.target) = (memory, networkMode, target)
    }
}

/// How a build ended. A build that failed is a result, not an error.
package struct BuildResult: Sendable, Equatable {
    /// The image's id; nil when the build failed.
    package var imageID: String?
    /// What it did, in the order of its Dockerfile.
    package var steps: [BuildStep] = []
    /// The last lines of its output, 40 at most.
    package var outputTail: [String] = []
    package var error: String?
}

/// What a build reports while it goes on.
package enum BuildProgress: Sendable, Equatable {
    /// A step seems to have begun. While the build goes on, output of a step of the legacy builder may read the same.
    /// The result has the steps that did begin.
    case step(instruction: String)
    case output(String)
}

/// Which of an engine's builders builds.
package enum BuilderKind: String, Sendable, Hashable, CaseIterable {
    /// The classic builder: a container and a commit a step. Podman's builder answers here too.
    case legacy
    case buildkit
}
