/// Whose client decides what a context holds: docker's goes by two ways, one for each builder.
public enum ContextConvention: String, Sendable, CaseIterable {
    /// The classic builder's: only `.dockerignore` is read, and the Dockerfile is brought back by an exception at the end
    /// of the rules, which may open an excluded directory to more than itself.
    case legacy
    /// BuildKit's: `DOCKERFILE.dockerignore`, where it exists, is read in place of `.dockerignore`; the Dockerfile and the
    /// ignore file are in the context only where the rules leave them there. Excluded directories that an exception leads
    /// into are sent.
    case buildkit
    /// BuildKit's rules, for an engine that takes nothing but an archive: the Dockerfile and the ignore file are in it
    /// whatever the rules say.
    case archive
}
