import Model

/// What an engine's words mean, decided once from its version and its info. No other code asks for an engine's version;
/// what the API's version decides is in ``APIVersion``.
package struct EngineTraits: Sendable, Equatable {
    package enum Product: String, Sendable {
        case docker = "Docker"
        case podman = "Podman"
    }

    package var product: Product
    /// As it reports itself, e.g. `28.5.2+dfsg3`.
    package var version: String
    package var imageStore: ImageStore
    /// How the time of a container's command is measured truly.
    package var commandClock: CommandClock
    package var ignoreDialect: IgnoreDialect
    /// Whether BuildKit can ask its client back, for files, logins and secrets.
    package var hasSessions: Bool
    package var builders: Set<BuilderKind>
    /// Whether `/info` names the engine by the same id in every answer.
    package var hasIdentity: Bool
    /// Whether a version like it was tried. Other versions get the traits of the nearest one.
    package var isKnown: Bool
}

extension EngineTraits {
    /// The oldest and the newest version that was tried, by major version.
    private static let tried: [Product: ClosedRange<Int>] = [.docker: 20...28, .podman: 4...5]

    package init(version: EngineVersion, info: EngineInfo) {
        let isPodman = version.components.contains { $0.name.localizedCaseInsensitiveContains("podman") }
        product = isPodman ? .podman : .docker
        self.version = version.version
        let major = Int(version.version.prefix { $0.isNumber }) ?? .max
        isKnown = Self.tried[product]?.contains(major) ?? false
        imageStore = info.imageStore
        // Docker 20.10 and 26.1 take `StartedAt` after the start, 28.5 before it (moby PR 47003). The event follows the
        // start in all of them. Podman 5.4 takes both at the same moment.
        commandClock = .startEvent
        // Podman reads ignore files with the code of Docker 20.10.
        ignoreDialect = isPodman || major < 23 ? .docker20 : .docker23
        hasSessions = !isPodman
        // On containerd's store the BuildKit of Docker 26.1 does not find a context that is uploaded ("no such host"); that of
        // 28.5 does.
        let takesUploads = info.imageStore == .layers || major >= 28
        builders = isPodman ? [.buildah] : takesUploads ? [.legacy, .buildkit, .buildx] : [.legacy, .buildx]
        hasIdentity = !isPodman
    }

    /// The engine in words, e.g. `Docker 28.5.2+dfsg3`.
    package var name: String { "\(product.rawValue) \(version)" }

    /// The builder for images that are part of no measurement.
    package var usualBuilder: BuilderKind { [.buildkit, .legacy].first(where: builders.contains) ?? .buildah }

    /// What to tell users of an engine that was never tried; nil if it was.
    package var warning: String? {
        guard !isKnown, let tried = Self.tried[product] else { return nil }
        return "Plimsoll was not tried with \(name), only with \(product.rawValue) \(tried.lowerBound) to "
            + "\(tried.upperBound): it is treated like the nearest of these, and figures may be wrong; check them with "
            + "`plimsoll doctor --prove --engine ENGINE`"
    }
}

extension EngineClient {
    /// Asks the engine what its words mean: two requests.
    package func traits() async throws -> EngineTraits {
        EngineTraits(version: try await version(), info: try await info())
    }
}
