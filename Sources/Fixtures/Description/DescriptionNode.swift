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
                throw FixtureError(.descriptionInvalid, "\(file):1:1: empty; describe the fixture")
            }
            self.init(node, file)
        } catch let error as YamlError {
            throw FixtureError(.descriptionInvalid, "\(file):\(Self.reason(error))")
        }
    }

    private init(_ node: Node, _ file: String) {
        self.node = node
        self.file = file
    }

    func invalid(_ reason: String) -> FixtureError {
        let place = node.mark.map { "\($0.line):\($0.column)" } ?? "1:1"
        return FixtureError(.descriptionInvalid, "\(file):\(place): \(reason)")
    }

    var isNull: Bool { node.null != nil }

    var isMapping: Bool { node.mapping != nil }

    /// A mapping's parts by key. Unknown keys are reported with their position.
    func mapping(_ known: [String]) throws -> [String: DescriptionNode] {
        guard case .mapping(let mapping) = node else {
            throw invalid("a mapping is needed here, with the keys \(known.joined(separator: ", "))")
        }
        var parts: [String: DescriptionNode] = [:]
        for (key, value) in mapping {
            let name = try DescriptionNode(key, file).string()
            guard known.contains(name) else {
                let near = NearestWord.nearest(to: name, among: known) { $0.count / 3 + 1 }
                let hint = near.map { "did you mean “\($0)”?" }
                throw DescriptionNode(key, file).invalid(
                    "unknown key “\(name)”; \(hint ?? "known are \(known.joined(separator: ", "))")")
            }
            parts[name] = DescriptionNode(value, file)
        }
        return parts
    }

    func texts() throws -> [String: String] { try entries().mapValues { try $0.string() } }

    func entries() throws -> [String: DescriptionNode] {
        guard case .mapping(let mapping) = node else { throw invalid("a mapping from names is needed here") }
        var parts: [String: DescriptionNode] = [:]
        for (key, value) in mapping { parts[try DescriptionNode(key, file).string()] = DescriptionNode(value, file) }
        return parts
    }

    func list() throws -> [DescriptionNode] {
        guard case .sequence(let sequence) = node else { throw invalid("a list is needed here") }
        return sequence.map { DescriptionNode($0, file) }
    }

    /// A text. Numbers are accepted: a version need not be quoted.
    func string() throws -> String {
        guard case .scalar(let scalar) = node, !isNull else { throw invalid("a text is needed here") }
        return scalar.string
    }

    func count() throws -> Int {
        guard let count = node.int, count >= 0 else { throw invalid("a whole number of 0 or more is needed here") }
        return count
    }

    func relativePath() throws -> String {
        let path = try string()
        let components = path.split(separator: "/", omittingEmptySubsequences: false)
        guard !path.isEmpty, !path.hasPrefix("/"), !components.contains("..") else {
            throw invalid("a path below the fixture's directory is needed here, without “/” in front or “..”")
        }
        return path
    }

    private static func reason(_ error: YamlError) -> String {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "\(mark.line):\(mark.column): \(problem)"
        case .duplicatedKeysInMapping(let duplicates, let context):
            "\(context.mark.line):\(context.mark.column): the key “\(duplicates.first ?? "")” stands here twice"
        default: "1:1: no YAML: \(error)"
        }
    }
}

extension [String: DescriptionNode] {
    /// The part under a required key. `owner` is the mapping, for the error's position.
    func required(_ key: String, of owner: DescriptionNode) throws -> DescriptionNode {
        guard let part = self[key] else { throw owner.invalid("the key “\(key)” is missing") }
        return part
    }
}
