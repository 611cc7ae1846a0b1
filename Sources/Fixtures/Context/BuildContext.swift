import Glibc
import Model
import SystemPackage

/// The part of a tree sent to a build: the files that the ignore rules leave, and which of them is the Dockerfile.
package struct BuildContext: Sendable {
    package let root: FilePath
    /// The Dockerfile's path inside the context, as named to the engine; only a name if it is sent separately.
    package let dockerfile: String
    package let dockerfileSource: FilePath
    /// Whether BuildKit's client leaves the Dockerfile out of the context, so that one archive cannot represent both.
    package let dockerfileTravelsApart: Bool
    /// The file sent instead of the Dockerfile; nil: the Dockerfile itself.
    package private(set) var dockerfileSent: FilePath?
    /// Files from outside the tree, each with its path inside the context.
    package private(set) var added: [(file: FilePath, path: String)] = []
    /// Everything that is sent, sorted by path bytes.
    package private(set) var entries: [ContextEntry]
    /// Sockets, pipes and devices, which no image can contain; they are left out.
    package let skipped: [String]

    /// The entries that the builder removes before it copies anything: the Dockerfile or the ignore file, if the ignore
    /// rules exclude them but they are sent anyway.
    private(set) var dropped: [ContextEntry] = []
    /// The owner of everything in the archive: 0, as with Docker's client, unless a job says otherwise.
    package var owner = 0

    /// The context as a tar archive, made while it is read. Each value counts its own bytes.
    package var archive: ContextArchive { ContextArchive(self) }

    func path(of entry: ContextEntry) -> FilePath { entry.source ?? root.appending(bytes: entry.bytes) }

    /// Scans a tree.
    ///
    /// The Dockerfile and `.dockerignore` are sent to the legacy builder whatever the rules say; it removes them again
    /// by the `.dockerignore` it receives. BuildKit does not, so it is not sent what the rules exclude. Hard links
    /// become separate files.
    /// - Parameter dockerfile: The Dockerfile's path inside the tree; ignored if there is an external one.
    /// - Parameter externalDockerfile: A Dockerfile to send instead, as `.plimsoll.Dockerfile` or, if the tree has a file of
    ///   that name, `.plimsoll.1.Dockerfile` and so on.
    /// - Parameter dialect: The generation of Docker's client, matching the engine, by which the ignore file is read.
    /// - Throws: `FixtureError`: `dockerfileMissing`, `ignoreRulesInvalid`, `unreadable`.
    package static func scan(
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

    /// Makes the legacy builder remove an external Dockerfile again, by an additional line in the ignore file, as
    /// docker's client does. If the tree has no ignore file, one is made that removes itself, and returned.
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

    /// The same context with one more file, from outside the tree, sent whatever the ignore rules say.
    /// - Parameter path: Its path inside the context; it replaces the tree's own file there.
    /// - Throws: `FixtureError` (`unreadable`).
    package func adding(_ file: FilePath, as path: String) throws -> BuildContext {
        guard let added = ContextEntry(file, as: Array(path.utf8), mode: { _ in 0o644 }) else {
            throw FixtureError(.unreadable, "no file at \(file) to be sent as \(path)")
        }
        var result = self
        result.entries.removeAll { $0.bytes == added.bytes }
        Self.insert(added, into: &result.entries)
        result.added.append((file, path))
        return result
    }

    /// The same context with another file sent instead of the Dockerfile, under its name.
    /// - Parameter file: must have the same last name if the Dockerfile is sent separately.
    /// - Throws: `FixtureError` (`unreadable`).
    package func sending(_ file: FilePath) throws -> BuildContext {
        let place = dockerfileTravelsApart ? nil : entries.firstIndex { $0.bytes.elementsEqual(dockerfile.utf8) }
        let before = place.map { entries[$0] }
        guard let sent = ContextEntry(file, as: Array(dockerfile.utf8), mode: { before?.mode ?? $0 }) else {
            throw FixtureError(.unreadable, "no file at \(file) to be sent as the Dockerfile")
        }
        var result = self
        result.dockerfileSent = file
        if let place, let before {
            result.entries[place] = ContextEntry(
                bytes: before.bytes, kind: sent.kind, mode: before.mode, modified: before.modified, source: file)
        }
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
                throw FixtureError(.unreadable, "\(file) cannot be read (\(error))")
            }
        }
        return IgnoreRules()
    }

    private static func externalEntry(_ file: FilePath, beside root: FilePath) throws -> ContextEntry {
        var name = ".plimsoll.Dockerfile"
        var number = 1
        while (try? FileStatus(root.appending(name), followsLinks: false)) != nil {
            name = ".plimsoll.\(number).Dockerfile"
            number += 1
        }
        guard let entry = ContextEntry(file, as: Array(name.utf8), mode: GitMode.file) else {
            throw FixtureError(.dockerfileMissing, "no Dockerfile at \(file); name a file that exists")
        }
        return entry
    }

    /// The Dockerfile as text, for reading only; the builder receives the bytes. A byte order mark is removed, as the
    /// builders do. Bytes that are not UTF-8, e.g. a comment in Latin-1, become U+FFFD. Throws `FixtureError`
    /// (`unreadable`).
    package func dockerfileText() throws -> String { try Self.text(dockerfileBytes()) }

    /// The file sent as the Dockerfile, as text. Throws `FixtureError` (`unreadable`).
    package func sentDockerfileText() throws -> String {
        try Self.text(Self.bytes(of: dockerfileSent ?? dockerfileSource))
    }

    /// The Dockerfile as it is in the tree. Throws `FixtureError` (`unreadable`).
    package func dockerfileBytes() throws -> [UInt8] { try Self.bytes(of: dockerfileSource) }

    private static func bytes(of file: FilePath) throws -> [UInt8] {
        do { return try FileBytes.read(file) } catch {
            throw FixtureError(.unreadable, "the Dockerfile \(file) cannot be read (\(error)); make it readable")
        }
    }

    private static func text(_ bytes: [UInt8]) -> String {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        return String(decoding: bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...], as: UTF8.self)
    }

    /// The Dockerfile and its own ignore file, if any: what BuildKit's client offers besides the context. Throws
    /// `FixtureError` (`unreadable`).
    package func dockerfileEntries() throws -> [ContextEntry] {
        let ignoreFile = FilePath(dockerfileSource.string + ".dockerignore")
        return [try Self.entry(dockerfileSent ?? dockerfileSource)]
            + ((try? FileStatus(ignoreFile)) == nil ? [] : [try Self.entry(ignoreFile)])
    }

    /// The tree's ignore file, if any. Throws `FixtureError` (`unreadable`).
    package func ignoreFileEntries() throws -> [ContextEntry] {
        let file = root.appending(".dockerignore")
        return (try? FileStatus(file)) == nil ? [] : [try Self.entry(file)]
    }

    private static func entry(_ file: FilePath) throws -> ContextEntry {
        guard let name = file.lastComponent?.string, let entry = ContextEntry(file, as: Array(name.utf8)) else {
            throw FixtureError(.unreadable, "no file at \(file); put it back")
        }
        return entry
    }

    /// The entries that `COPY` or `ADD` selects with these sources, as written in the instruction: paths and Go's
    /// wildcards, relative to the context. A directory includes everything below it; entries that the builder drops are
    /// excluded.
    package func selection(of sources: [String]) -> [ContextEntry] {
        let patterns = sources.map { String(FilePath("/" + $0).lexicallyNormalized().string.dropFirst()) }
        let gone = Set(dropped.map(\.bytes))
        return entries.filter { entry in
            !gone.contains(entry.bytes) && patterns.contains { Self.takes($0, entry.path) }
        }
    }

    /// Whether a source is the path, one of its parents, or a wildcard that matches either.
    private static func takes(_ source: String, _ path: String) -> Bool {
        if source.isEmpty || path == source || path.hasPrefix(source + "/") { return true }
        guard source.contains(where: { "*?[".contains($0) }),
            let tokens = try? GlobParser.tokens(Array(source.unicodeScalars), dialect: .docker23)
        else { return false }
        let matcher = GlobMatcher(tokens)
        var parents = path[...]
        while !parents.isEmpty {
            if matcher.matches(Array(parents.unicodeScalars)[...]) { return true }
            parents = parents.lastIndex(of: "/").map { parents[..<$0] } ?? ""
        }
        return false
    }
}

/// The rules by which docker's client selects a context's content; each builder has its own.
package enum ContextConvention: String, Sendable, CaseIterable {
    /// The classic builder's: only `.dockerignore` is read. An exception at the end of the rules keeps the Dockerfile,
    /// which may open an excluded directory to other files.
    case legacy
    /// BuildKit's: `DOCKERFILE.dockerignore`, if it exists, is read instead of `.dockerignore`. The Dockerfile and the
    /// ignore file are in the context only if the rules leave them there. Excluded directories that an exception leads
    /// into are sent.
    case buildkit
    /// BuildKit's rules, for an engine that accepts only an archive: it contains the Dockerfile and the ignore file
    /// whatever the rules say.
    case archive
}
