import Glibc
import SystemPackage

/// What a build is given of a tree: the files that the ignore rules leave, and which of them is the Dockerfile.
public struct BuildContext: Sendable {
    /// The tree that it was scanned from.
    public let root: FilePath
    /// The Dockerfile's path inside the context, to be named to the engine; a name alone where it travels apart.
    public let dockerfile: String
    /// Where the Dockerfile is.
    public let dockerfileSource: FilePath
    /// Whether BuildKit's client does not have the Dockerfile in the context, so that no archive can carry both as it does.
    public let dockerfileTravelsApart: Bool
    /// The file that is sent in the Dockerfile's place; nil: the Dockerfile itself.
    var dockerfileSent: FilePath?
    /// Everything that is sent, sorted by the bytes of its path.
    public private(set) var entries: [ContextEntry]
    /// Sockets, pipes and devices, which no image can hold: they are left out.
    public let skipped: [String]

    /// Of the entries, those that the builder removes again before it copies anything: what the ignore rules exclude and
    /// yet is sent, the Dockerfile or the ignore file.
    public private(set) var dropped: [ContextEntry] = []
    /// The user that everything in the archive belongs to: 0, as with Docker's client, unless a job says otherwise.
    public var owner = 0

    /// The context as a tar archive that is made while it is read. Each value counts its own bytes.
    public var archive: ContextArchive { ContextArchive(self) }

    /// Scans a tree.
    ///
    /// The Dockerfile and `.dockerignore` are sent to the legacy builder whatever the rules say: it removes them again by the
    /// `.dockerignore` it is sent. BuildKit does not, and so is not sent what the rules exclude. Hard links become files of
    /// their own.
    /// - Parameters:
    ///   - root: The tree.
    ///   - dockerfile: The Dockerfile's path inside the tree; not looked at when there is an external one.
    ///   - externalDockerfile: A Dockerfile to send in its place, as `.plimsoll.Dockerfile` or, where the tree has a file of
    ///     that name, `.plimsoll.1.Dockerfile` and so on.
    ///   - dialect: Which generation of Docker's client reads the ignore file: the engine's.
    ///   - convention: Which builder the context is for.
    /// - Throws: `FixtureError`: `dockerfileMissing`, `ignoreRulesInvalid`, `unreadable`.
    public static func scan(
        root: FilePath, dockerfile: String, externalDockerfile: FilePath? = nil, dialect: IgnoreDialect = .docker20,
        convention: ContextConvention = .legacy
    ) throws -> BuildContext {
        let external = try externalDockerfile.map { try externalEntry($0, beside: root) }
        let name = external?.path ?? FilePath(dockerfile).lexicallyNormalized().string
        if external == nil { try requireFile(root, name) }
        let kept = [".dockerignore", name].map { Array($0.utf8) }
        let source = external?.source ?? root.appending(name)
        let specific = convention == .legacy ? [] : [FilePath(source.string + ".dockerignore")]
        let ignoreFiles = specific + [root.appending(".dockerignore")]
        var rules = try readRules(of: ignoreFiles, in: root, dialect: dialect)
        let excluded = kept.filter { rules.verdict(on: $0, parent: nil).isExcluded }
        if convention == .legacy { rules = kept.reduce(rules) { $0.keeping($1) } }
        var scanner = try TreeScanner(
            root: root, rules: rules, kept: convention == .buildkit ? [] : kept, convention: convention)
        try scanner.scan()
        var entries = scanner.entries
        let isApart =
            convention == .buildkit && (external != nil || !entries.contains { $0.bytes.elementsEqual(name.utf8) })
        var dropped = convention == .legacy ? entries.filter { excluded.contains($0.bytes) } : []
        if let external, !isApart {
            insert(external, into: &entries)
            if convention == .legacy {
                dropped += [external] + (try hide(external, in: root, &entries).map { [$0] } ?? [])
            }
        }
        return BuildContext(
            root: root, dockerfile: isApart ? source.lastComponent?.string ?? name : name, dockerfileSource: source,
            dockerfileTravelsApart: isApart, entries: entries, skipped: scanner.skipped, dropped: dropped)
    }

    /// Makes the legacy builder remove a Dockerfile from outside again, by one more line in the ignore file, as docker's client does.
    /// Where the tree has no ignore file, one is made that removes itself, and returned.
    private static func hide(
        _ external: ContextEntry, in root: FilePath, _ entries: inout [ContextEntry]
    ) throws -> ContextEntry? {
        let name = Array(".dockerignore".utf8)
        let place = entries.firstIndex { $0.bytes == name }
        let before = try place.map { _ in try FileBytes.read(root.appending(bytes: name)) } ?? name
        let content = before + [0x0A] + external.bytes + [0x0A]
        let entry = ContextEntry(
            bytes: name, kind: .file(size: content.count), mode: place.map { entries[$0].mode } ?? 0o644,
            modified: place.map { entries[$0].modified } ?? external.modified, source: nil, content: content)
        if let place {
            entries[place] = entry
            return nil
        }
        insert(entry, into: &entries)
        return entry
    }

    /// The same context with a file more, which lies outside the tree and is sent whatever the ignore rules say.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - path: Its path inside the context; what the tree has there is not sent.
    /// - Throws: `FixtureError` (`unreadable`).
    public func adding(_ file: FilePath, as path: String) throws -> BuildContext {
        guard let status = try? FileStatus(file), status.isRegularFile else {
            throw FixtureError(.unreadable, "no file at \(file) to be sent as \(path)")
        }
        let added = ContextEntry(
            bytes: Array(path.utf8), kind: .file(size: status.size), mode: 0o644, modified: status.modified,
            source: file)
        var result = self
        result.entries.removeAll { $0.bytes == added.bytes }
        Self.insert(added, into: &result.entries)
        return result
    }

    /// The same context, in which another file is sent in the Dockerfile's place, under its name.
    ///
    /// - Parameter file: a file of the same last name, where the Dockerfile travels apart.
    /// - Throws: `FixtureError` (`unreadable`).
    public func sending(_ file: FilePath) throws -> BuildContext {
        guard let status = try? FileStatus(file), status.isRegularFile else {
            throw FixtureError(.unreadable, "no file at \(file) to be sent as the Dockerfile")
        }
        var result = self
        result.dockerfileSent = file
        guard !dockerfileTravelsApart,
            let place = entries.firstIndex(where: { $0.bytes.elementsEqual(dockerfile.utf8) })
        else { return result }
        let before = entries[place]
        result.entries[place] = ContextEntry(
            bytes: before.bytes, kind: .file(size: status.size), mode: before.mode, modified: before.modified,
            source: file)
        return result
    }

    private static func insert(_ entry: ContextEntry, into entries: inout [ContextEntry]) {
        let place = entries.firstIndex { entry.bytes.lexicographicallyPrecedes($0.bytes) } ?? entries.endIndex
        entries.insert(entry, at: place)
    }

    private static func requireFile(_ root: FilePath, _ dockerfile: String) throws {
        let path = FilePath(dockerfile)
        let isInside = !path.isAbsolute && path.components.first?.kind != .parentDirectory
        guard isInside, (try? FileStatus(root.appending(dockerfile)))?.isRegularFile == true else {
            throw FixtureError(
                .dockerfileMissing, "no Dockerfile at \(dockerfile) in \(root); name its path inside the tree")
        }
    }

    /// The rules of the first of these files that exists.
    private static func readRules(
        of files: [FilePath], in root: FilePath, dialect: IgnoreDialect
    ) throws -> IgnoreRules {
        for file in files {
            do {
                let bytes = try FileBytes.read(file)
                var name = file
                _ = name.removePrefix(root)
                return try IgnoreRules(parsing: bytes, file: name.string, dialect: dialect)
            } catch Errno.noSuchFileOrDirectory {
                continue
            } catch let error as Errno {
                throw FixtureError(.unreadable, "\(file) cannot be read (\(error))", cause: error)
            }
        }
        return IgnoreRules()
    }

    private static func externalEntry(_ file: FilePath, beside root: FilePath) throws -> ContextEntry {
        guard let status = try? FileStatus(file), status.isRegularFile else {
            throw FixtureError(.dockerfileMissing, "no Dockerfile at \(file); name a file that exists")
        }
        var name = ".plimsoll.Dockerfile"
        var number = 1
        while (try? FileStatus(root.appending(name), followsLinks: false)) != nil {
            name = ".plimsoll.\(number).Dockerfile"
            number += 1
        }
        return ContextEntry(
            bytes: Array(name.utf8), kind: .file(size: status.size), mode: GitMode.file(status.mode),
            modified: status.modified, source: file)
    }
}
