import SystemPackage

/// One probe of the isolation that a fixture's command carries out, as its catalogue describes it.
public struct FixtureProbe: Sendable, Equatable {
    /// Its id, by which the command tells what it saw.
    public let id: String
    /// What it tries, in words.
    public let tries: String
    /// What passes, in words.
    public let expected: String
    /// Why that matters, in words.
    public let matters: String
    /// Why trying it does no harm to the worker, in words.
    public let harmless: String

    /// A value of these parts.
    public init(id: String, tries: String, expected: String, matters: String, harmless: String) {
        self.id = id
        self.tries = tries
        self.expected = expected
        self.matters = matters
        self.harmless = harmless
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
                throw entry.invalid("the probe “\(probe.id)” stands here twice")
            }
            probes.append(probe)
        }
        guard !probes.isEmpty else { throw root.invalid("at least one probe is needed here") }
        return probes
    }

    private init(_ node: DescriptionNode) throws {
        let parts = try node.mapping(["id", "tries", "expected", "matters", "harmless"])
        func text(_ key: String) throws -> String { try parts.required(key, of: node).string() }
        self.init(
            id: try text("id"), tries: try text("tries"), expected: try text("expected"),
            matters: try text("matters"), harmless: try text("harmless"))
    }
}
