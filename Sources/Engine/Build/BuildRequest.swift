package struct BuildRequest: Sendable, Equatable {
    package var builder: BuilderKind
    /// Path inside the context.
    package var dockerfile: String
    /// The Dockerfile's text, if the caller has it. BuildKit fills variables in and does not report instructions that
    /// only change the image's configuration. With the text, steps carry the Dockerfile's own words and are listed as
    /// the legacy builder lists them.
    package var dockerfileText: String?
    package var tags: [String]
    package var labels: [String: String]
    /// `BUILDKIT_INLINE_CACHE=1` makes BuildKit write its cache into the image.
    package var arguments: [String: String]
    package var noCache: Bool
    /// Whether base images are pulled even if they are present.
    package var pull: Bool
    /// Images whose layers may be used as cache.
    package var cacheFrom: [String]
    /// `name:address` entries for the hosts file of the steps.
    package var extraHosts: [String]
    /// Memory limit of a step, in bytes; legacy builder only.
    package var memory: Int?
    /// The network of the steps, e.g. `host`, `none`; nil: the engine's default.
    package var networkMode: String?
    /// The stage to build; nil: the last one.
    package var target: String?
    /// Whether BuildKit may call back over a session during a build from an archive. It offers no logins or secrets.
    package var offersSession = false

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

/// How a build ended. A failed build is a result, not an error.
package struct BuildResult: Sendable, Equatable {
    /// nil if the build failed.
    package var imageID: String?
    /// In the order of the Dockerfile.
    package var steps: [BuildStep] = []
    /// The last lines of output, at most 40.
    package var outputTail: [String] = []
    package var error: String?
}

package enum BuildProgress: Sendable, Equatable {
    /// A step seems to have begun. With the legacy builder, a step's output may look the same while the build runs. The
    /// result lists only the steps that did begin.
    case step(instruction: String)
    case output(String)
}

package enum BuilderKind: String, Sendable, Hashable, CaseIterable {
    /// The classic builder: a container and a commit for each step. Also Podman's builder.
    case legacy
    case buildkit
}
