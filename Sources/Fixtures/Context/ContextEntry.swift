import SystemPackage

/// One file, directory or symbolic link of a build context.
public struct ContextEntry: Sendable, Equatable {
    /// What an entry is.
    public enum Kind: Sendable, Equatable {
        /// A regular file, with its size in bytes when it was found.
        case file(size: Int)
        /// A directory.
        case directory
        /// A symbolic link, with its target as it stands, whether or not anything is there.
        case link(target: [UInt8])
    }

    /// The path relative to the context, as the filesystem's bytes: not every name is UTF-8.
    public let bytes: [UInt8]
    /// What it is.
    public let kind: Kind
    /// The permission bits, set-user-id and the like included.
    public let mode: UInt32
    /// When its content last changed: seconds since 1970 and nanoseconds.
    public let modified: (seconds: Int, nanoseconds: Int)
    /// Where its content is when that is not below the context's root.
    let source: FilePath?
    /// Its content, where no file holds it.
    var content: [UInt8]?

    /// The path as text; bytes that are not UTF-8 are replaced.
    public var path: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether two entries are alike in everything that reaches an archive.
    public static func == (left: ContextEntry, right: ContextEntry) -> Bool {
        left.bytes == right.bytes && left.kind == right.kind && left.mode == right.mode
            && left.modified == right.modified && left.source == right.source && left.content == right.content
    }
}
