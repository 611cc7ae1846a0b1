/// How a generation of Docker reads ignore patterns. They differ, and a context is only faithful in the dialect of the
/// client that belongs to the engine.
///
/// | | `docker20` | `docker23` |
/// |---|---|---|
/// | `**.log` | `.log` itself, in any directory | any path that ends in `.log` |
/// | `+`, `(`, `)`, `\|`, `{2}` | operators of a regular expression | themselves |
/// | children of a directory that `**/name` excludes, once an exception leads into it | included again | excluded |
public enum IgnoreDialect: String, Sendable, CaseIterable {
    /// Docker up to 20.10, as Debian 12's docker.io: package `fileutils`.
    case docker20
    /// Docker from 23.0: package `moby/patternmatcher`.
    case docker23

    /// The dialect of the client that belongs to an engine version such as `20.10.24+dfsg1`; the newer one for a
    /// version that cannot be read.
    public init(engineVersion: String) {
        let major = Int(engineVersion.prefix { $0.isNumber }) ?? Int.max
        self = major < 23 ? .docker20 : .docker23
    }
}
