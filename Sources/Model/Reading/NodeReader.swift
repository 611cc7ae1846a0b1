import Yams

/// Reads values from a YAML tree and collects all problems, so that one pass reports them all.
///
/// Each reading returns nil if the value is not as expected; the problem has then been recorded.
struct NodeReader {
    let file: String
    private(set) var problems: [TextProblem] = []

    mutating func refuse(at mark: Mark?, _ message: String) {
        problems.append(TextProblem(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1, message: message))
    }

    mutating func refuse(_ field: Field, expected: String) {
        refuse(at: field.node.mark, "\(field.path): expected \(expected), found \(Readable.kind(of: field.node))")
    }

    /// Records a problem; returns no value.
    mutating func refused<Value>(at mark: Mark?, _ message: String) -> Value? {
        refuse(at: mark, message)
        return nil
    }

    /// Records that a value is not as expected; returns no value.
    mutating func refused<Value>(_ field: Field, expected: String) -> Value? {
        refuse(field, expected: expected)
        return nil
    }

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

    mutating func entries(_ field: Field, expected: String) -> [(name: String, key: Node, value: Node)]? {
        guard let mapping = field.node.mapping else {
            return refused(
                at: field.node.mark, "\(label(field)): expected \(expected), found \(Readable.kind(of: field.node))")
        }
        return mapping.compactMap { key, value in
            guard let name = key.scalar?.string else {
                return refused(Field(node: key, path: label(field)), expected: "a key of text")
            }
            return (name, key, value)
        }
    }

    mutating func required(_ key: String, of section: Section, expected: String) -> Field? {
        if let field = section.field(key) { return field }
        if section.misspelt.contains(key) { return nil }
        let place = section.path.isEmpty ? "" : " in \(section.path)"
        return refused(at: section.mark, "missing key '\(key)'\(place); expected \(expected)")
    }

    mutating func list<Element: Hashable>(
        _ field: Field, of what: String, element read: (inout NodeReader, Field) -> Element?
    ) -> [Element]? {
        guard let sequence = field.node.sequence, !sequence.isEmpty else {
            return refused(field, expected: "a list of \(what), at least one")
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

/// A value in a scenario's text, and its name for error messages.
struct Field {
    let node: Node
    /// The keys that lead to it, joined by dots.
    let path: String
}

/// A mapping in a scenario's text, all of whose keys are known.
struct Section {
    let path: String
    let mark: Mark?
    /// Known keys that an unknown key probably meant. They are not reported as missing.
    let misspelt: Set<String>
    private let values: [String: Node]

    init(path: String, mark: Mark?, values: [String: Node], misspelt: Set<String>) {
        (self.path, self.mark, self.values, self.misspelt) = (path, mark, values, misspelt)
    }

    func field(_ key: String) -> Field? {
        values[key].map { Field(node: $0, path: path.isEmpty ? key : "\(path).\(key)") }
    }
}

extension NodeReader {
    /// Non-empty text. What YAML reads as a number, a truth value or a date must be quoted.
    mutating func text(_ field: Field, expected: String = "text") -> String? {
        guard case .scalar(let scalar) = field.node, !field.node.isNull else {
            return refused(field, expected: expected)
        }
        guard field.node.isText else {
            return refused(field, expected: "\(expected) (in quotes where YAML sees none)")
        }
        guard !scalar.string.isEmpty, !scalar.string.unicodeScalars.contains("\0") else {
            return refused(field, expected: expected)
        }
        return scalar.string
    }

    mutating func name(_ field: Field) -> String? {
        guard case .scalar(let scalar) = field.node, scalar.string.wholeMatch(of: #/[a-z][a-z0-9._-]{0,62}/#) != nil
        else {
            return refused(field, expected: "a name of lower-case letters, digits, '-', '_' and '.', begun by a letter")
        }
        return text(field)
    }

    mutating func imageComponent(_ field: Field) -> String? {
        guard case .scalar(let scalar) = field.node, ImageGrammar.isComponent(scalar.string) else {
            return refused(
                field,
                expected:
                    "a name of lower-case letters and digits, begun by a letter; '-', '.', '_' and '__' stand between them"
            )
        }
        return text(field)
    }

    mutating func imageReference(_ field: Field) -> String? {
        guard let text = text(field, expected: "an image's name, as node:20") else { return nil }
        guard ImageGrammar.isReference(text) else { return refused(field, expected: "an image's name, as node:20") }
        return text
    }

    mutating func wholeNumber(_ field: Field, in bounds: ClosedRange<Int>) -> Int? {
        guard let number = plain(field).flatMap({ Int($0) }), bounds.contains(number) else {
            return refused(field, expected: "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)")
        }
        return number
    }

    /// A number above 0, at most `most`.
    mutating func positiveNumber(_ field: Field, most: Int) -> Double? {
        guard let number = plain(field).flatMap({ Double($0) }), number > 0, number <= Double(most) else {
            return refused(field, expected: "a number above 0, at most \(most)")
        }
        return number
    }

    /// A duration above 0, in seconds.
    mutating func duration(_ field: Field) -> Double? {
        guard let seconds = plain(field).flatMap(DurationText.seconds), seconds > 0 else {
            return refused(field, expected: "a duration above 0, as 90s, 10m or 1h30m")
        }
        return seconds
    }

    /// A size above 0, in bytes.
    mutating func size(_ field: Field) -> Int? {
        guard let bytes = plain(field).flatMap(SizeText.bytes), bytes > 0 else {
            return refused(field, expected: "a size above 0, as 512MiB, 1GiB or 1GB")
        }
        return bytes
    }

    /// A share above 0 % and up to 100 %, from 0 to 1.
    mutating func share(_ field: Field) -> Double? {
        guard let text = plain(field), text.hasSuffix("%"), let percent = Double(text.dropLast()), percent > 0,
            percent <= 100
        else {
            return refused(field, expected: "a share above 0% and up to 100%, as 85%")
        }
        return percent / 100
    }

    mutating func word<Word: RawRepresentable & CaseIterable>(_ field: Field, _: Word.Type) -> Word?
    where Word.RawValue == String {
        let known = Word.allCases.map(\.rawValue)
        guard case .scalar(let scalar) = field.node else {
            return refused(field, expected: "one of: " + known.joined(separator: ", "))
        }
        if let word = Word(rawValue: scalar.string) { return word }
        unknown(scalar.string, field, among: known)
        return nil
    }

    mutating func unknown(_ word: String, _ field: Field, among known: [String]) {
        refuse(
            at: field.node.mark,
            "\(field.path): unknown value '\(Readable.clip(word))'; \(NearestWord.advice(for: word, among: known))")
    }

    private func plain(_ field: Field) -> String? {
        guard case .scalar(let scalar) = field.node, scalar.style == .plain else { return nil }
        return scalar.string
    }
}

extension Node {
    var isNull: Bool { tag == Tag(.null) }
    var isText: Bool { tag == Tag(.str) }
}
