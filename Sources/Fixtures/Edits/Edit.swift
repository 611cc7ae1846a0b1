import Foundation
import Model
import SystemPackage

enum Edit: Sendable {
    /// Appends a text to one of the files that match the patterns, drawn by seed.
    case append(files: [GlobMatcher], text: EditText)
    case create(path: EditText, text: EditText)
    /// Puts the next alternative at the pattern's first match.
    case replace(file: String, pattern: String, alternatives: [EditText])
    case touch(file: String)
    case mode(file: String, mode: UInt32), rename(file: String, to: String), link(path: String, target: String)

    /// Throws `FixtureError` (`descriptionInvalid`).
    init(_ node: DescriptionNode) throws {
        let known = ["append", "create", "replace", "touch", "mode", "rename", "link"]
        let kinds = try node.mapping(known)
        guard kinds.count == 1, let (kind, body) = kinds.first else {
            throw node.invalid("exactly one of \(known.joined(separator: ", ")) is needed here")
        }
        self =
            switch kind {
            case "append": try Self.append(body)
            case "create": try Self.create(body)
            case "touch": try Self.touch(body)
            case "mode": try Self.mode(body)
            case "rename": try Self.rename(body)
            case "link": try Self.link(body)
            default: try Self.replace(body)
            }
    }

    private static func append(_ node: DescriptionNode) throws -> Edit {
        let parts = try node.mapping(["files", "text"])
        let patterns = try parts.required("files", of: node)
        let files = try patterns.list().map { pattern in
            do {
                let text = Array(try pattern.relativePath().unicodeScalars)
                return GlobMatcher(try GlobParser.tokens(text, dialect: .docker23))
            } catch let refusal as GlobParser.Refusal {
                throw pattern.invalid(refusal.reason)
            }
        }
        guard !files.isEmpty else { throw patterns.invalid("at least one pattern is needed here") }
        return .append(files: files, text: try EditText(parts.required("text", of: node)))
    }

    private static func create(_ node: DescriptionNode) throws -> Edit {
        let parts = try node.mapping(["path", "text"])
        let path = try parts.required("path", of: node)
        _ = try path.relativePath()
        return .create(path: try EditText(path), text: try EditText(parts.required("text", of: node)))
    }

    private static func replace(_ node: DescriptionNode) throws -> Edit {
        let parts = try node.mapping(["file", "pattern", "alternatives"])
        let pattern = try parts.required("pattern", of: node)
        let alternatives = try parts.required("alternatives", of: node)
        let texts = try alternatives.list().map(EditText.init)
        guard !texts.isEmpty else { throw alternatives.invalid("at least one alternative is needed here") }
        do { _ = try Regex(try pattern.string()) } catch let error where !(error is FixtureError) {
            throw pattern.invalid("no regular expression: \(error)")
        }
        return .replace(
            file: try parts.required("file", of: node).relativePath(), pattern: try pattern.string(),
            alternatives: texts)
    }
}

/// Edits that do not change any file's content.
extension Edit {
    static func touch(_ node: DescriptionNode) throws -> Edit {
        let parts = try node.mapping(["file"])
        return .touch(file: try parts.required("file", of: node).relativePath())
    }

    static func mode(_ node: DescriptionNode) throws -> Edit {
        let parts = try node.mapping(["file", "mode"])
        let text = try parts.required("mode", of: node)
        guard let mode = UInt32(try text.string(), radix: 8), mode <= 0o7777 else {
            throw text.invalid("a mode in octal digits is needed here, as \"0755\"")
        }
        return .mode(file: try parts.required("file", of: node).relativePath(), mode: mode)
    }

    static func rename(_ node: DescriptionNode) throws -> Edit {
        let parts = try node.mapping(["file", "to"])
        return .rename(
            file: try parts.required("file", of: node).relativePath(),
            to: try parts.required("to", of: node).relativePath())
    }

    static func link(_ node: DescriptionNode) throws -> Edit {
        let parts = try node.mapping(["path", "target"])
        return .link(
            path: try parts.required("path", of: node).relativePath(),
            target: try parts.required("target", of: node).string())
    }
}

extension TreeEditor {
    /// Sets a file's time to one second from now, so that it differs whatever the clock's resolution.
    func touch(_ file: String) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: 1)], ofItemAtPath: root.appending(file).string)
    }

    /// Throws `FixtureError` (`changeChangesNothing`).
    func setMode(_ mode: UInt32, of file: String, _ index: Int) throws {
        let path = root.appending(file)
        guard try FileStatus(path).mode != mode else {
            throw FixtureError(.changeChangesNothing, "change \(index): \(file) has that mode already; give another")
        }
        try FileManager.default.setAttributes([.posixPermissions: Int(mode)], ofItemAtPath: path.string)
    }

    func rename(_ file: String, to name: String) throws {
        try FileManager.default.moveItem(atPath: root.appending(file).string, toPath: root.appending(name).string)
    }

    /// Changes a symbolic link's target. Throws `FixtureError` (`changeChangesNothing`).
    func relink(_ path: String, to target: String, _ index: Int) throws {
        let link = root.appending(path).string
        guard try FileManager.default.destinationOfSymbolicLink(atPath: link) != target else {
            throw FixtureError(
                .changeChangesNothing, "change \(index): \(path) points there already; name another target")
        }
        try FileManager.default.removeItem(atPath: link)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
    }
}

/// A text of an edit. `{{index}}` stands for the change's index and `{{word}}` for a drawn word.
struct EditText: Sendable {
    private let template: String

    /// Throws `FixtureError` for an unknown placeholder.
    init(_ node: DescriptionNode) throws {
        template = try node.string()
        for piece in template.split(separator: "{{", omittingEmptySubsequences: false).dropFirst() {
            let name = piece.prefix { $0 != "}" }
            guard piece.dropFirst(name.count).hasPrefix("}}"), ["index", "word"].contains(name) else {
                throw node.invalid("“{{\(name)” is no placeholder; known are {{index}} and {{word}}")
            }
        }
    }

    func rendered(index: Int, word: String) -> String {
        template.split(separator: "{{", omittingEmptySubsequences: false).enumerated().map { position, piece in
            guard position > 0 else { return String(piece) }
            if piece.hasPrefix("index}}") { return "\(index)\(piece.dropFirst("index}}".count))" }
            return "\(word)\(piece.dropFirst("word}}".count))"
        }.joined()
    }
}

/// Pronounceable words without meaning, for texts that a change adds.
enum DrawnWord {
    /// Three syllables, e.g. `tavone`.
    static func next(using generator: inout SeededGenerator) -> String {
        (0..<3).map { _ in draw("bdfgklmnprstvz", &generator) + draw("aeiou", &generator) }.joined()
    }

    private static func draw(_ letters: String, _ generator: inout SeededGenerator) -> String {
        letters.randomElement(using: &generator).map(String.init) ?? ""
    }
}
