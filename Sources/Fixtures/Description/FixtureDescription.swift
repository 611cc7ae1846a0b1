import Model
import SystemPackage

/// What `fixtures/NAME.yaml` says.
struct FixtureDescription: Sendable {
    /// The fixture's tree.
    let directory: FilePath
    /// The Dockerfile's path inside it.
    let dockerfile: String
    /// Other Dockerfiles inside it, by the value of the factor that chooses them.
    let variants: [String: String]
    /// What of `images` stands for these Dockerfiles, where a variant says so.
    let variantImages: [String: [String]]
    /// Images that must be on the engine before the first build.
    let images: [String]
    /// Dockerfiles inside it of images that are built before the first build, by the images' names.
    let tools: [String: String]
    /// What it installs; nil: nothing that a dependency cache would keep.
    let dependencies: FixtureDependencies?
    /// What its command probes; empty: nothing.
    let probes: [FixtureProbe]
    /// The command to run in the container; nil: the image's own.
    let command: [String]?
    /// Absolute paths in the container to copy out.
    let artifacts: [String]
    /// How often each class of change stands in the history that the fixture resembles.
    let population: [ChangeClass: Int]
    /// The edits of each class.
    let edits: [ChangeClass: [Edit]]
    /// The changes in order, where they are written out in place of being drawn.
    let sequence: [NamedChange]

    /// Reads a description. Throws `FixtureError`: `fixtureMissing`, `descriptionInvalid` with file, line and column.
    static func read(_ file: FilePath) throws -> FixtureDescription {
        let bytes: [UInt8]
        do {
            bytes = try FileBytes.read(file)
        } catch {
            throw FixtureError(
                .fixtureMissing, "no fixture's description at \(file) (\(error)); name one of fixtures/*.yaml",
                cause: error)
        }
        let root = try DescriptionNode(text: String(decoding: bytes, as: UTF8.self), file: file.string)
        return try FixtureDescription(root, beside: file.removingLastComponent())
    }

    private init(_ root: DescriptionNode, beside place: FilePath) throws {
        let parts = try root.mapping([
            "description", "directory", "dockerfile", "variants", "images", "tools", "dependencies", "command",
            "artifacts", "probes", "trace",
        ])
        _ = try parts.required("description", of: root).string()
        directory = place.pushing(FilePath(try parts.required("directory", of: root).relativePath()))
        dockerfile = try parts.required("dockerfile", of: root).relativePath()
        let listed = try parts["variants"]?.entries().mapValues(FixtureVariant.init) ?? [:]
        variants = listed.mapValues(\.dockerfile)
        variantImages = listed.compactMapValues(\.images)
        images = try parts["images"]?.list().map { try $0.string() } ?? []
        tools = try parts["tools"]?.entries().mapValues { try $0.relativePath() } ?? [:]
        dependencies = try parts["dependencies"].map(FixtureDependencies.init)
        artifacts = try parts["artifacts"]?.list().map { try Self.absolutePath($0) } ?? []
        command = try parts["command"].flatMap { $0.isNull ? nil : try Self.command($0) }
        let tree = directory
        probes = try parts["probes"].map { try FixtureProbe.read($0, in: tree) } ?? []
        let trace = try parts["trace"]?.mapping(["population", "changes", "sequence"]) ?? [:]
        sequence = try trace["sequence"]?.list().map(NamedChange.init) ?? []
        if let list = trace["sequence"] {
            guard !sequence.isEmpty else { throw list.invalid("at least one change is needed here") }
            guard trace.count == 1 else { throw list.invalid("a sequence stands alone, without population or changes") }
            (population, edits) = ([:], [:])
        } else {
            (population, edits) = try parts["trace"].map(Self.trace) ?? ([:], [:])
        }
    }

    static func absolutePath(_ node: DescriptionNode) throws -> String {
        let path = try node.string()
        guard path.hasPrefix("/") else { throw node.invalid("an absolute path in the container is needed here") }
        return path
    }

    private static func command(_ node: DescriptionNode) throws -> [String] {
        let words = try node.list().map { try $0.string() }
        guard !words.isEmpty else { throw node.invalid("an empty command; write null for the image's own") }
        return words
    }

    private static func trace(_ node: DescriptionNode) throws -> ([ChangeClass: Int], [ChangeClass: [Edit]]) {
        let parts = try node.mapping(["population", "changes", "sequence"])
        let owner = try parts.required("population", of: node)
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

    /// A mapping from the classes that a change to a tree can have.
    private static func classes<Value>(
        _ node: DescriptionNode, _ body: (DescriptionNode) throws -> Value
    ) throws -> [ChangeClass: Value] {
        let known: [ChangeClass] = [.none, .source, .dependency, .dockerfile]
        let parts = try node.mapping(known.map(\.rawValue))
        var values: [ChangeClass: Value] = [:]
        for kind in known {
            values[kind] = try parts[kind.rawValue].map(body)
        }
        return values
    }
}
