/// Which of the engine's builders builds the image.
public enum Builder: String, Codable, Sendable, CaseIterable {
    /// The classic builder: a container and a commit a step.
    case legacy
    /// BuildKit.
    case buildkit
}
