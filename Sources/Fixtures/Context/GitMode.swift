import Glibc

/// The modes that git gives to what it checks out. A tree on its way into an image has these and no others: what the
/// caller's umask leaves would change the image, and miss the cache.
enum GitMode {
    /// The mode of a directory.
    static let directory: mode_t = 0o755

    /// The mode of a file: git knows only whether its owner may execute it.
    static func file(_ mode: mode_t) -> mode_t { mode & S_IXUSR == 0 ? 0o644 : 0o755 }
}
