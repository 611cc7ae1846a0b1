/// How a generation of Docker reads ignore patterns. A context is correct only in the dialect of the engine's client.
///
/// | | `docker20` | `docker23` |
/// |---|---|---|
/// | `**.log` | `.log` itself, in any directory | any path that ends in `.log` |
/// | `+`, `(`, `)`, `\|`, `{2}` | operators of a regular expression | themselves |
/// | children of a directory that `**/name` excludes, once an exception leads into it | included again | excluded |
package enum IgnoreDialect: String, Sendable, CaseIterable {
    /// Docker up to 20.10, e.g. Debian 12's docker.io: package `fileutils`.
    case docker20
    /// Docker from 23.0: package `moby/patternmatcher`.
    case docker23
}
