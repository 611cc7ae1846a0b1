/// Whose client decides what a context holds: docker's goes by two ways, one for each builder.
public enum ContextConvention: String, Sendable, CaseIterable {
    /// The classic builder's: only `.dockerignore` is read, and the Dockerfile is brought back by an exception at the end
    /// of the rules, which may open an excluded directory to more than itself.
    case legacy
    /// BuildKit's: `DOCKERFILE.dockerignore`, where it exists, is read in place of `.dockerignore`; and the Dockerfile
    /// travels apart, so that an excluded directory stays closed.
    case buildkit
}
