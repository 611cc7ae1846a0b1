import Model
import Yams

/// A part of a description file with its position, so that errors can point to it.
struct DescriptionNode {
    private let node: Node
    private let file: String

    /// The root of a file's text. Throws `FixtureError` (`descriptionInvalid`).
    init(text: String, file: String) throws {
        do {
            guard let node = try Yams.compose(yaml: text) else {
                throw Self.invalid(file, nil, "empty; describe the fixture")
            }
            self.init(node, file)
        } catch let error as YamlError {
            throw Self.invalid(file, error)
        }
    }

    private init(_ node: Node, _ file: String) { (self.node, self.file) = (node, file) }

    func invalid(_ reason: String) -> FixtureError { Self.invalid(file, node.mark, reason) }

    private static func invalid(_ file: String, _ mark: Mark?, _ reason: String) -> FixtureError {
        let problem = TextProblem(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1, message: reason)
        return FixtureError(.descriptionInvalid, problem.description)
    }

    var isNull: Bool { node.null != nil }

    var isMapping: Bool { node.mapping != nil }

    /// A mapping's parts by key, for known keys only.
    func mapping(_ known: String...) throws -> Parts {
        let list = known.joined(separator: ", ")
        return Parts(
            owner: self,
            parts: try entries("a mapping is needed here, with the keys \(list)") { key, name in
                guard !known.contains(name) else { return }
                let near = NearestWord.nearest(to: name, among: known) { $0.count / 3 + 1 }
                throw key.invalid(
                    "unknown key “\(name)”; \(near.map { "did you mean “\($0)”?" } ?? "known are \(list)")")
            })
    }

    struct Parts {
        fileprivate let owner: DescriptionNode
        let parts: [String: DescriptionNode]

        subscript(_ key: String) -> DescriptionNode? { parts[key] }

        func required(_ key: String) throws -> DescriptionNode {
            guard let part = parts[key] else { throw owner.invalid("the key “\(key)” is missing") }
            return part
        }
    }

    func entries(
        _ needed: String = "a mapping from names is needed here",
        _ check: (DescriptionNode, String) throws -> Void = { _, _ in }
    ) throws -> [String: DescriptionNode] {
        guard case .mapping(let mapping) = node else { throw invalid(needed) }
        var parts: [String: DescriptionNode] = [:]
        for (key, value) in mapping {
            let key = DescriptionNode(key, file)
            let name = try key.string()
            try check(key, name)
            parts[name] = DescriptionNode(value, file)
        }
        return parts
    }

    func list() throws -> [DescriptionNode] {
        guard case .sequence(let sequence) = node else { throw invalid("a list is needed here") }
        return sequence.map { DescriptionNode($0, file) }
    }

    func texts() throws -> [String] { try list().map { try $0.string() } }

    /// A text. Numbers are accepted: a version need not be quoted.
    func string() throws -> String {
        guard case .scalar(let scalar) = node, !isNull else { throw invalid("a text is needed here") }
        return scalar.string
    }

    func count() throws -> Int {
        guard let count = node.int, count >= 0 else { throw invalid("a whole number of 0 or more is needed here") }
        return count
    }

    func word<Word: RawRepresentable<String> & CaseIterable>(_: Word.Type = Word.self) throws -> Word {
        if let word = Word(rawValue: try string()) { return word }
        throw invalid("expected one of: " + Word.allCases.map(\.rawValue).joined(separator: ", "))
    }

    func relativePath() throws -> String {
        let path = try string()
        let components = path.split(separator: "/", omittingEmptySubsequences: false)
        guard !path.isEmpty, !path.hasPrefix("/"), !components.contains("..") else {
            throw invalid("a path below the fixture's directory is needed here, without “/” in front or “..”")
        }
        return path
    }

    func absolutePath() throws -> String {
        let path = try string()
        guard path.hasPrefix("/") else { throw invalid("an absolute path in the container is needed here") }
        return path
    }

    private static func invalid(_ file: String, _ error: YamlError) -> FixtureError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            invalid(file, mark, problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            invalid(file, context.mark, "the key “\(duplicates.first ?? "")” is given twice")
        default: invalid(file, nil, "not YAML: \(error)")
        }
    }
}
