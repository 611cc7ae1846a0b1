import SystemPackage

extension BuildContext {
    /// The Dockerfile as text: without a byte order mark, which the builders leave out too; bytes that are not UTF-8, as in a
    /// comment in Latin-1, become U+FFFD. It is for reading only; the builder is sent the bytes. Throws `FixtureError`
    /// (`unreadable`).
    public func dockerfileText() throws -> String { try Self.text(dockerfileBytes()) }

    /// The file that is sent as the Dockerfile, as text. Throws `FixtureError` (`unreadable`).
    public func sentDockerfileText() throws -> String {
        try Self.text(Self.bytes(of: dockerfileSent ?? dockerfileSource))
    }

    /// The Dockerfile as it stands in the tree. Throws `FixtureError` (`unreadable`).
    public func dockerfileBytes() throws -> [UInt8] { try Self.bytes(of: dockerfileSource) }

    private static func bytes(of file: FilePath) throws -> [UInt8] {
        do { return try FileBytes.read(file) } catch {
            throw FixtureError(.unreadable, "the Dockerfile \(file) cannot be read (\(error)); allow it", cause: error)
        }
    }

    private static func text(_ bytes: [UInt8]) -> String {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        return String(decoding: bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...], as: UTF8.self)
    }

    /// The Dockerfile, and the ignore file of its own where it has one: what BuildKit's client offers beside the context.
    /// Throws `FixtureError` (`unreadable`).
    public func dockerfileEntries() throws -> [ContextEntry] {
        let ignoreFile = FilePath(dockerfileSource.string + ".dockerignore")
        return [try Self.entry(dockerfileSent ?? dockerfileSource)]
            + ((try? FileStatus(ignoreFile)) == nil ? [] : [try Self.entry(ignoreFile)])
    }

    /// The tree's ignore file, where it has one. Throws `FixtureError` (`unreadable`).
    public func ignoreFileEntries() throws -> [ContextEntry] {
        let file = root.appending(".dockerignore")
        return (try? FileStatus(file)) == nil ? [] : [try Self.entry(file)]
    }

    private static func entry(_ file: FilePath) throws -> ContextEntry {
        guard let status = try? FileStatus(file), status.isRegularFile, let name = file.lastComponent?.string else {
            throw FixtureError(.unreadable, "no file at \(file); put it back")
        }
        return ContextEntry(
            bytes: Array(name.utf8), kind: .file(size: status.size), mode: status.mode, modified: status.modified,
            source: file)
    }
}
