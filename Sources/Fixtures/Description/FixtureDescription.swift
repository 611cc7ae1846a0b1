import Model
import SystemPackage

/// The content of `fixtures/NAME.yaml`.
struct FixtureDescription: Sendable {
    let directory: FilePath
    let dockerfile: String
    /// Other Dockerfiles in the directory, by the value of the factor that selects them.
    let variants: [String: String]
    /// The replacement for `images` with these Dockerfiles, if a variant gives one.
    let variantImages: [String: [String]]
    /// Images that must be on the engine before the first build.
    let images: [String]
    /// Dockerfiles in the directory for images that are built before the first build, by image name.
    let tools: [String: String]
    /// nil: nothing that a dependency cache would keep.
    let dependencies: FixtureDependencies?
    /// What its command probes; empty: nothing.
    let probes: [FixtureProbe]
    /// The command to run in the container; nil: the image's own.
    let command: [String]?
    let artifacts: [String]
    /// How often each class of change occurs in the history that the fixture imitates.
    let population: [ChangeClass: Int]
    let edits: [ChangeClass: [Edit]]
    /// The changes in order, if they are listed instead of drawn.
    let sequence: [NamedChange]

    /// Reads a description. Throws `FixtureError`: `fixtureMissing`, `descriptionInvalid` with file, line and column.
    static func read(_ file: FilePath) throws -> FixtureDescription {
        let bytes: [UInt8]
        do { bytes = try FileBytes.read(file) } catch {
            throw FixtureError(
                .fixtureMissing, "no fixture's description at \(file) (\(error)); name one of fixtures/*.yaml")
        }
        let root = try DescriptionNode(text: String(decoding: bytes, as: UTF8.self), file: file.string)
        return try FixtureDescription(root, beside: file.removingLastComponent())
    }

    private init(_ root: DescriptionNode, beside place: FilePath) throws {
        let parts = try root.mapping(
            "description", "directory", "dockerfile", "variants", "images", "tools", "dependencies", "command",
            "artifacts", "probes", "trace")
        _ = try parts.required("description").string()
        directory = place.pushing(FilePath(try parts.required("directory").relativePath()))
        dockerfile = try parts.required("dockerfile").relativePath()
        let listed = try parts["variants"]?.entries().mapValues(FixtureVariant.init) ?? [:]
        variants = listed.mapValues(\.dockerfile)
        variantImages = listed.compactMapValues(\.images)
        images = try parts["images"]?.texts() ?? []
        tools = try parts["tools"]?.entries().mapValues { try $0.relativePath() } ?? [:]
        dependencies = try parts["dependencies"].map(FixtureDependencies.init)
        artifacts = try parts["artifacts"]?.list().map { try $0.absolutePath() } ?? []
        command = try parts["command"].flatMap { $0.isNull ? nil : try Self.command($0) }
        probes = try parts["probes"].map { [directory] in try FixtureProbe.read($0, in: directory) } ?? []
        let trace = try parts["trace"]?.mapping("population", "changes", "sequence")
        sequence = try trace?["sequence"]?.list().map(NamedChange.init) ?? []
        if let trace, let list = trace["sequence"] {
            guard !sequence.isEmpty else { throw list.invalid("at least one change is needed here") }
            guard trace.parts.count == 1 else {
                throw list.invalid("a sequence excludes population and changes")
            }
            (population, edits) = ([:], [:])
        } else {
            (population, edits) = try trace.map(Self.drawn) ?? ([:], [:])
        }
    }

    private static func command(_ node: DescriptionNode) throws -> [String] {
        let words = try node.texts()
        guard !words.isEmpty else { throw node.invalid("an empty command; write null for the image's own") }
        return words
    }

    private static func drawn(_ parts: DescriptionNode.Parts) throws -> ([ChangeClass: Int], [ChangeClass: [Edit]]) {
        let owner = try parts.required("population")
        let counts = try classes(owner) { try $0.count() }
        let edits = try parts["changes"].map { try classes($0) { try $0.list().map(Edit.init) } } ?? [:]
        guard counts.values.contains(where: { $0 > 0 }) else { throw owner.invalid("no class has a change") }
        for (kind, count) in counts where count > 0 && kind != .none && edits[kind, default: []].isEmpty {
            throw owner.invalid("the class “\(kind.rawValue)” has no edit under “changes”")
        }
        for kind in edits.keys where counts[kind, default: 0] == 0 {
            throw owner.invalid("the class “\(kind.rawValue)” has edits, but no count here: it would never be drawn")
        }
        return (counts.filter { $0.value > 0 }, edits)
    }

    private static func classes<Value>(
        _ node: DescriptionNode, _ body: (DescriptionNode) throws -> Value
    ) throws -> [ChangeClass: Value] {
        let known: [ChangeClass] = [.none, .source, .dependency, .dockerfile]
        let parts = try node.mapping("none", "source", "dependency", "dockerfile")
        var values: [ChangeClass: Value] = [:]
        for kind in known { values[kind] = try parts[kind.rawValue].map(body) }
        return values
    }
}

/// What a dependency cache needs to know about a fixture's dependencies.
package struct FixtureDependencies: Sendable, Equatable {
    /// The files that name the dependencies, relative to the tree: a cache's key is their digest.
    package let manifest: [String]
    /// The package manager's download directory in the image.
    package let cache: String

    /// Path in the build context of a restored archive.
    package static let archive = "dependencies.tar"

    init(manifest: [String], cache: String) { (self.manifest, self.cache) = (manifest, cache) }

    init(_ node: DescriptionNode) throws {
        let parts = try node.mapping("manifest", "cache")
        let files = try parts.required("manifest")
        manifest = try files.list().map { try $0.relativePath() }
        guard !manifest.isEmpty else { throw files.invalid("at least one file is needed here") }
        cache = try parts.required("cache").absolutePath()
    }
}

/// One isolation probe run by a fixture's command, as described in its catalogue.
package struct FixtureProbe: Sendable, Equatable {
    package let id: String
    /// In words: what it tries, the result that passes, why that matters, and why trying it does not harm the worker.
    package let tries, expected, matters, harmless: String

    package init(id: String, tries: String, expected: String, matters: String, harmless: String) {
        (self.id, self.tries, self.expected, self.matters, self.harmless) = (id, tries, expected, matters, harmless)
    }

    /// The catalogue at a path below a fixture's tree. Throws `FixtureError` (`descriptionInvalid`).
    static func read(_ node: DescriptionNode, in tree: FilePath) throws -> [FixtureProbe] {
        let file = tree.appending(try node.relativePath())
        guard let bytes = try? FileBytes.read(file) else { throw node.invalid("there is no catalogue at \(file)") }
        let root = try DescriptionNode(text: String(decoding: bytes, as: UTF8.self), file: file.string)
        var probes: [FixtureProbe] = []
        for entry in try root.list() {
            let probe = try FixtureProbe(entry)
            guard !probes.contains(where: { $0.id == probe.id }) else {
                throw entry.invalid("the probe “\(probe.id)” is given twice")
            }
            probes.append(probe)
        }
        guard !probes.isEmpty else { throw root.invalid("at least one probe is needed here") }
        return probes
    }

    private init(_ node: DescriptionNode) throws {
        let parts = try node.mapping("id", "tries", "expected", "matters", "harmless")
        func text(_ key: String) throws -> String { try parts.required(key).string() }
        self.init(
            id: try text("id"), tries: try text("tries"), expected: try text("expected"),
            matters: try text("matters"), harmless: try text("harmless"))
    }
}

/// Another Dockerfile of a fixture: its path, or `{dockerfile: …, images: […]}`.
struct FixtureVariant {
    let dockerfile: String
    /// The images that must be on the engine for it; nil: the fixture's.
    let images: [String]?

    init(_ node: DescriptionNode) throws {
        guard node.isMapping else {
            (dockerfile, images) = (try node.relativePath(), nil)
            return
        }
        let parts = try node.mapping("dockerfile", "images")
        dockerfile = try parts.required("dockerfile").relativePath()
        images = try parts["images"]?.texts()
    }
}

/// One listed change of a trace, as opposed to a drawn one.
/// Build arguments and the owner apply from here on, as edits do; the preparation of the engine happens once.
struct NamedChange: Sendable {
    /// Its name for people: a row in the table of what invalidates what.
    let name: String
    let changeClass: ChangeClass
    let edits: [Edit]
    let arguments: [String: String]
    let owner: Int?
    let preparation: Change.Preparation?

    init(_ node: DescriptionNode) throws {
        let parts = try node.mapping("name", "class", "edits", "arguments", "owner", "engine")
        name = try parts.required("name").string()
        changeClass = try parts.required("class").word()
        edits = try parts["edits"]?.list().map(Edit.init) ?? []
        arguments = try parts["arguments"]?.entries().mapValues { try $0.string() } ?? [:]
        owner = try parts["owner"]?.count()
        preparation = try parts["engine"]?.word()
    }
}
