import Model

package struct BuildRequest: Sendable, Equatable {
    package var builder: BuilderKind
    /// Path inside the context.
    package var dockerfile: String
    /// If the caller has it: with it, BuildKit's steps are named and listed as the Dockerfile does (``BuildKitSteps``).
    package var dockerfileText: String?
    package var tags: [String]
    package var labels: [String: String]
    /// `BUILDKIT_INLINE_CACHE=1` makes BuildKit write its cache into the image.
    package var arguments: [String: String]
    package var noCache: Bool
    package var cacheFrom: [String]
    /// `name:address` entries for the hosts file of the steps.
    package var extraHosts: [String]
    /// What buildx also writes its cache to; nil: nothing but the engine.
    package var cacheTo: CacheTarget?
    /// What buildx gives to the steps that mount it.
    package var secrets: [BuildSecret] = []
    /// The attestation that buildx adds; nil: none.
    package var provenance: Provenance?
    /// Whether BuildKit may call back over a session during a build from an archive. It offers no logins or secrets.
    package var offersSession = false

    package init(
        builder: BuilderKind, dockerfile: String = "Dockerfile", dockerfileText: String? = nil, tags: [String] = [],
        labels: [String: String] = [:], arguments: [String: String] = [:], noCache: Bool = false,
        cacheFrom: [String] = [], extraHosts: [String] = []
    ) {
        (self.builder, self.dockerfile, self.dockerfileText, self.tags) = (builder, dockerfile, dockerfileText, tags)
        (self.labels, self.arguments, self.noCache) = (labels, arguments, noCache)
        (self.cacheFrom, self.extraHosts) = (cacheFrom, extraHosts)
    }

    func query() throws -> [(String, String?)] {
        [
            ("version", builder.isBuildKit ? "2" : nil),
            ("dockerfile", dockerfile),
            ("labels", labels.isEmpty ? nil : try JSONText.line(labels)),
            ("buildargs", arguments.isEmpty ? nil : try JSONText.line(arguments)),
            ("nocache", noCache.flag),
            ("cachefrom", cacheFrom.isEmpty ? nil : try JSONText.line(cacheFrom)),
            // Remove the steps' containers, also after a failure: a container's end marks the end of its step's output.
            ("rm", "1"),
            ("forcerm", "1"),
        ] + (try hosts()) + tags.map { ("t", $0) }
    }

    /// Docker takes one parameter a host, Podman a list as JSON (5.4).
    private func hosts() throws -> [(String, String?)] {
        guard builder == .buildah else { return extraHosts.map { ("extrahosts", $0) } }
        return extraHosts.isEmpty ? [] : [("extrahosts", try JSONText.line(extraHosts))]
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
    /// How much of the context and the Dockerfile was sent, in bytes; nil: who sent it knows. Only buildx reports it.
    package var sentBytes: Int?
}

/// Where buildx writes the build's cache, for builds on other engines.
package enum CacheTarget: Sendable, Equatable {
    /// Into the image: only the steps of its last stage. As `BUILDKIT_INLINE_CACHE=1` does.
    case inline
    /// To a reference of a registry, with the steps of all stages (`mode=max`). Needs the containerd image store.
    case registry(String)
}

package enum BuildProgress: Sendable, Equatable {
    /// A step seems to have begun; with the legacy builder, a step's output may look the same. See the result's steps.
    case step(instruction: String)
    case output(String)
}

package enum BuilderKind: String, Sendable, Hashable, CaseIterable {
    /// The classic builder: a container and a commit for each step.
    case legacy
    case buildkit
    /// Podman's. It is asked, and reports its progress, like the classic builder.
    case buildah
    /// Not by the engine's API: see ``Buildx``.
    case buildx

    package var isBuildKit: Bool { [.buildkit, .buildx].contains(self) }
}
