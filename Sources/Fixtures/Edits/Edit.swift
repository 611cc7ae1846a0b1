import Model

/// One way to change a fixture's tree.
enum Edit: Sendable {
    /// Appends a text to one of the files that the patterns match, drawn by seed.
    case append(files: [GlobMatcher], text: EditText)
    /// Writes a file.
    case create(path: EditText, text: EditText)
    /// Puts the next alternative where the pattern first matches.
    case replace(file: String, pattern: String, alternatives: [EditText])
    /// Gives a file another modification time.
    case touch(file: String)
    /// Gives a file another mode.
    case mode(file: String, mode: UInt32)
    /// Gives a file another name.
    case rename(file: String, to: String)
    /// Points a symbolic link elsewhere.
    case link(path: String, target: String)

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
        do {
            _ = try Regex(try pattern.string())
        } catch let error where !(error is FixtureError) {
            throw pattern.invalid("no regular expression: \(error)")
        }
        return .replace(
            file: try parts.required("file", of: node).relativePath(), pattern: try pattern.string(),
            alternatives: texts)
    }
}
