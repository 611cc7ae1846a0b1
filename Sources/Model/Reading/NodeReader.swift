import Yams

/// Reads values out of a YAML tree and collects every problem on the way, so that one pass reports them all.
///
/// Each reading answers nil where the value is not what was expected, and the problem has then been noted.
struct NodeReader {
    let file: String
    private(set) var problems: [ScenarioProblem] = []

    init(file: String) {
        self.file = file
    }

    /// Notes a problem at a place of the text.
    mutating func refuse(at mark: Mark?, _ message: String) {
        problems.append(ScenarioProblem(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1, message: message))
    }

    /// Notes that a value is not what was expected.
    mutating func refuse(_ field: Field, expected: String) {
        refuse(at: field.node.mark, "\(field.path): expected \(expected), found \(Readable.kind(of: field.node))")
    }

    /// A mapping with these keys and no other.
    mutating func section(_ field: Field, keys: [String]) -> Section? {
        guard let entries = entries(field, expected: "a mapping of " + keys.joined(separator: ", ")) else { return nil }
        var values: [String: Node] = [:]
        var misspelt: Set<String> = []
        for (name, key, value) in entries {
            if keys.contains(name) {
                values[name] = value
            } else {
                if let meant = NearestWord.nearest(to: name, among: keys) { misspelt.insert(meant) }
                let place = field.path.isEmpty ? "" : " in \(field.path)"
                refuse(
                    at: key.mark,
                    "unknown key '\(Readable.clip(name))'\(place); \(NearestWord.advice(for: name, among: keys))")
            }
        }
        return Section(path: field.path, mark: field.node.mark, values: values, misspelt: misspelt)
    }

    /// The names, keys and values of a mapping, in the order of the text.
    mutating func entries(_ field: Field, expected: String) -> [(name: String, key: Node, value: Node)]? {
        guard let mapping = field.node.mapping else {
            refuse(at: field.node.mark, "\(label(field)): expected \(expected), found \(Readable.kind(of: field.node))")
            return nil
        }
        return mapping.compactMap { key, value in
            guard let name = key.scalar?.string else {
                refuse(Field(node: key, path: label(field)), expected: "a key of text")
                return nil
            }
            return (name, key, value)
        }
    }

    /// The value of a key that must be there.
    mutating func required(_ key: String, of section: Section, expected: String) -> Field? {
        if let field = section.field(key) { return field }
        if section.misspelt.contains(key) { return nil }
        let place = section.path.isEmpty ? "" : " in \(section.path)"
        refuse(at: section.mark, "missing key '\(key)'\(place); expected \(expected)")
        return nil
    }

    /// The readable elements of a list that has at least one, each only once.
    mutating func list<Element: Hashable>(
        _ field: Field, of what: String, element read: (inout NodeReader, Field) -> Element?
    ) -> [Element]? {
        guard let sequence = field.node.sequence, !sequence.isEmpty else {
            refuse(field, expected: "a list of \(what), at least one")
            return nil
        }
        var elements: [Element] = []
        var seen: Set<Element> = []
        for node in sequence {
            guard let element = read(&self, Field(node: node, path: field.path)) else { continue }
            if seen.insert(element).inserted {
                elements.append(element)
            } else {
                refuse(at: node.mark, "\(field.path): \(Readable.kind(of: node)) is listed twice; expected each once")
            }
        }
        return elements
    }

    private func label(_ field: Field) -> String { field.path.isEmpty ? "the scenario" : field.path }
}
