/// Which of an engine's builders builds.
public enum BuilderKind: String, Sendable, Hashable, CaseIterable {
    /// The classic builder: a container and a commit a step. Podman's builder answers here too.
    case legacy
    /// BuildKit.
    case buildkit
}
