import Yams

/// Collects the problems of one text, so that one pass reports them all.
final class Problems {
    let file: String
    private(set) var all: [TextProblem] = []

    init(file: String) { self.file = file }

    func add(at mark: Mark?, _ message: String) {
        all.append(TextProblem(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1, message: message))
    }
}

/// A value in a scenario's text. Each reading returns nil if the value is not as expected; the problem has then been recorded.
struct Field {
    let node: Node
    /// Its name for error messages: the keys that lead to it, joined by dots.
    let path: String
    let problems: Problems

    private var label: String { path.isEmpty ? "the scenario" : path }

    func at(_ node: Node, path: String? = nil) -> Field {
        Field(node: node, path: path ?? self.path, problems: problems)
    }

    func refuse(_ message: String) { problems.add(at: node.mark, message) }
    func refuse(if isWrong: Bool, _ message: @autoclosure () -> String) { if isWrong { refuse(message()) } }
    func refuse(expected: String) { refuse("\(path): expected \(expected), found \(Readable.kind(of: node))") }

    /// Records that the value is not as expected; returns no value.
    func refused<Value>(expected: String) -> Value? {
        refuse(expected: expected)
        return nil
    }

    func refuse(unknown word: String, among known: [String]) {
        refuse("\(path): unknown value '\(Readable.clip(word))'; \(NearestWord.advice(for: word, among: known))")
    }

    /// - Parameter impossible: keys that somebody may expect, with the reason why they are refused.
    func section(_ keys: [String], impossible: [String: String] = [:]) -> Section? {
        guard let entries = entries(expected: "a mapping of " + keys.joined(separator: ", ")) else { return nil }
        var section = Section(field: self)
        for (key, name, value) in entries {
            if keys.contains(name) {
                section.values[name] = value.node
            } else if let reason = impossible[name] {
                key.refuse("\(value.path): \(reason)")
            } else {
                if let meant = NearestWord.nearest(to: name, among: keys) { section.misspelt.insert(meant) }
                key.refuse(
                    "unknown key '\(Readable.clip(name))'\(section.place); \(NearestWord.advice(for: name, among: keys))"
                )
            }
        }
        return section
    }

    /// A mapping's keys, their texts and their values, in the order of the text.
    func entries(expected: String) -> [(key: Field, name: String, value: Field)]? {
        guard let mapping = node.mapping else {
            refuse("\(label): expected \(expected), found \(Readable.kind(of: node))")
            return nil
        }
        return mapping.compactMap { key, value in
            guard let name = key.scalar?.string else { return at(key, path: label).refused(expected: "a key of text") }
            return (at(key), name, at(value, path: path.isEmpty ? name : "\(path).\(name)"))
        }
    }

    func list<Element: Hashable>(of what: String, _ read: (Field) -> Element?) -> [Element]? {
        guard let sequence = node.sequence, !sequence.isEmpty else {
            return refused(expected: "a list of \(what), at least one")
        }
        var seen: Set<Element> = []
        return sequence.compactMap { node in
            guard let element = read(at(node)) else { return nil }
            guard seen.insert(element).inserted else {
                at(node).refuse("\(path): \(Readable.kind(of: node)) is listed twice; expected each once")
                return nil
            }
            return element
        }
    }
}

/// A mapping in a scenario's text, all of whose keys are known.
struct Section {
    let field: Field
    fileprivate var values: [String: Node] = [:]
    /// Known keys that an unknown key probably meant. They are not reported as missing.
    fileprivate var misspelt: Set<String> = []

    fileprivate init(field: Field) { self.field = field }
    fileprivate var place: String { field.path.isEmpty ? "" : " in \(field.path)" }

    subscript(_ key: String) -> Field? {
        values[key].map { field.at($0, path: field.path.isEmpty ? key : "\(field.path).\(key)") }
    }

    func required(_ key: String, expected: String) -> Field? {
        if let field = self[key] { return field }
        field.refuse(if: !misspelt.contains(key), "missing key '\(key)'\(place); expected \(expected)")
        return nil
    }
}

extension Field {
    /// Non-empty text. What YAML reads as a number, a truth value or a date must be quoted.
    func text(expected: String = "text") -> String? {
        guard case .scalar(let scalar) = node, !node.isNull else { return refused(expected: expected) }
        guard node.tag == Tag(.str) else { return refused(expected: "\(expected) (in quotes where YAML sees none)") }
        guard !scalar.string.isEmpty, !scalar.string.unicodeScalars.contains("\0") else {
            return refused(expected: expected)
        }
        return scalar.string
    }

    func name() -> String? {
        guard node.scalar?.string.wholeMatch(of: #/[a-z][a-z0-9._-]{0,62}/#) != nil else {
            return refused(expected: "a name of lower-case letters, digits, '-', '_' and '.', begun by a letter")
        }
        return text()
    }

    func imageComponent() -> String? {
        guard let scalar = node.scalar, ImageGrammar.isComponent(scalar.string) else {
            return refused(
                expected:
                    "a name of lower-case letters and digits, begun by a letter; '-', '.', '_' and '__' only between them"
            )
        }
        return text()
    }

    /// A text of which `isRight` holds.
    func text(expected: String, where isRight: (String) -> Bool) -> String? {
        text().flatMap { isRight($0) ? $0 : refused(expected: expected) }
    }

    func imageReference() -> String? {
        let expected = "an image's name, as node:20"
        return text(expected: expected).flatMap { ImageGrammar.isReference($0) ? $0 : refused(expected: expected) }
    }

    func wholeNumber(in bounds: ClosedRange<Int>) -> Int? {
        plain(expected: "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)") {
            Int($0).flatMap { bounds.contains($0) ? $0 : nil }
        }
    }

    /// A number above 0, at most `most`.
    func positiveNumber(most: Int) -> Double? {
        plain(expected: "a number above 0, at most \(most)") {
            Double($0).flatMap { $0 > 0 && $0 <= Double(most) ? $0 : nil }
        }
    }

    /// A duration above 0, in seconds.
    func duration() -> Double? {
        plain(expected: "a duration above 0, as 90s, 10m or 1h30m") {
            DurationText.seconds($0).flatMap { $0 > 0 ? $0 : nil }
        }
    }

    /// A size above 0, in bytes.
    func size() -> Int? {
        plain(expected: "a size above 0, as 512MiB, 1GiB or 1GB") { SizeText.bytes($0).flatMap { $0 > 0 ? $0 : nil } }
    }

    /// A share above 0 % and up to 100 %, from 0 to 1.
    func share() -> Double? {
        plain(expected: "a share above 0% and up to 100%, as 85%") { text in
            guard text.hasSuffix("%"), let percent = Double(text.dropLast()), percent > 0, percent <= 100 else {
                return nil
            }
            return percent / 100
        }
    }

    func word<Word: RawRepresentable<String> & CaseIterable>(_: Word.Type = Word.self) -> Word? {
        let known = Word.allCases.map(\.rawValue)
        guard let scalar = node.scalar else { return refused(expected: "one of: " + known.joined(separator: ", ")) }
        if let word = Word(rawValue: scalar.string) { return word }
        refuse(unknown: scalar.string, among: known)
        return nil
    }

    /// An unquoted value.
    private func plain<Value>(expected: String, _ read: (String) -> Value?) -> Value? {
        guard let scalar = node.scalar, scalar.style == .plain, let value = read(scalar.string) else {
            return refused(expected: expected)
        }
        return value
    }
}

extension Node {
    var isNull: Bool { tag == Tag(.null) }
}
