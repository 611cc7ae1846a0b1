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
        let kinds = try node.mapping("append", "create", "replace", "touch", "mode", "rename", "link").parts
        guard kinds.count == 1, let (kind, body) = kinds.first else {
            throw node.invalid("exactly one of append, create, replace, touch, mode, rename, link is needed here")
        }
        switch kind {
        case "append":
            let parts = try body.mapping("files", "text")
            let patterns = try parts.required("files")
            let files = try patterns.list().map(Self.matcher)
            guard !files.isEmpty else { throw patterns.invalid("at least one pattern is needed here") }
            self = .append(files: files, text: try EditText(parts.required("text")))
        case "create":
            let parts = try body.mapping("path", "text")
            let path = try parts.required("path")
            _ = try path.relativePath()
            self = .create(path: try EditText(path), text: try EditText(parts.required("text")))
        case "touch": self = .touch(file: try body.mapping("file").required("file").relativePath())
        case "mode":
            let parts = try body.mapping("file", "mode")
            let text = try parts.required("mode")
            guard let mode = UInt32(try text.string(), radix: 8), mode <= 0o7777 else {
                throw text.invalid("a mode in octal digits is needed here, as \"0755\"")
            }
            self = .mode(file: try parts.required("file").relativePath(), mode: mode)
        case "rename":
            let parts = try body.mapping("file", "to")
            self = .rename(
                file: try parts.required("file").relativePath(), to: try parts.required("to").relativePath())
        case "link":
            let parts = try body.mapping("path", "target")
            self = .link(
                path: try parts.required("path").relativePath(), target: try parts.required("target").string())
        default:
            let parts = try body.mapping("file", "pattern", "alternatives")
            let pattern = try parts.required("pattern")
            let alternatives = try parts.required("alternatives")
            let texts = try alternatives.list().map(EditText.init)
            guard !texts.isEmpty else { throw alternatives.invalid("at least one alternative is needed here") }
            do { _ = try Regex(try pattern.string()) } catch let error where !(error is FixtureError) {
                throw pattern.invalid("not a regular expression: \(error)")
            }
            self = .replace(
                file: try parts.required("file").relativePath(), pattern: try pattern.string(), alternatives: texts)
        }
    }

    private static func matcher(_ pattern: DescriptionNode) throws -> GlobMatcher {
        let text = Array(try pattern.relativePath().unicodeScalars)
        do { return GlobMatcher(try GlobParser.tokens(text, dialect: .docker23)) } catch let refusal
            as GlobParser.Refusal
        {
            throw pattern.invalid(refusal.reason)
        }
    }
}

/// A text of an edit. `{{index}}` stands for the change's index and `{{word}}` for a drawn word.
struct EditText: Sendable {
    private let template: String

    init(_ node: DescriptionNode) throws {
        template = try node.string()
        for piece in template.split(separator: "{{", omittingEmptySubsequences: false).dropFirst() {
            let name = piece.prefix { $0 != "}" }
            guard piece.dropFirst(name.count).hasPrefix("}}"), ["index", "word"].contains(name) else {
                throw node.invalid("“{{\(name)” is not a placeholder; known are {{index}} and {{word}}")
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
