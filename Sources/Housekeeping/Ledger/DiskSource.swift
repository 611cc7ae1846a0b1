/// How the ledger learns what an engine takes on disk, whatever the engine says of it.
public enum DiskSource: Sendable {
    /// The filesystem is the engine's own: one call tells what is used, to the block.
    ///
    /// `root` is the filesystem's root and `dataRoot` the engine's data root below it, both as this process can read them.
    case filesystem(root: String, dataRoot: String, read: @Sendable () -> DiskReading?)
    /// The filesystem is shared with others, and the data root can be read here: it is walked, within bounds.
    case walk(dataRoot: String)
    /// Nothing of it can be seen from here; why, in words.
    case unseen(String)

    /// What it is called in results.
    public var name: String {
        switch self {
        case .filesystem: "statfs"
        case .walk: "walk"
        case .unseen: "none"
        }
    }
}
