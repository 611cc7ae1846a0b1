import ArgumentParser
import Foundation

/// What a user decides of a drafted scenario.
struct DraftOptions: ParsableArguments {
    @Option(help: "The Dockerfile: a path in the repository, or of a file outside its history.") var dockerfile: String?
    @Option(help: "The command to run in the image, as 'make test'; default: the image's own, if it seems to end.")
    var command: String?
    @Option(help: "How many of the newest changes to replay; default: 10, or a range's all.") var revisions: Int?

    var areGiven: Bool { dockerfile != nil || command != nil || revisions != nil }

    func validate() throws {
        if let revisions, !(1...RepositoryDraft.mostChanges).contains(revisions) {
            throw ValidationError("--revisions must be 1 to \(RepositoryDraft.mostChanges).")
        }
        if let command, ShellWord.words(of: command)?.isEmpty ?? true {
            throw ValidationError("--command takes a command with closed quotes, such as 'make test'.")
        }
    }

    func wishes() -> ScenarioDraft.Wishes {
        ScenarioDraft.Wishes(
            dockerfile: dockerfile, command: command.flatMap(ShellWord.words), changes: revisions)
    }
}

/// A repository as the command line names it: `PATH`, or `PATH#RANGE`.
struct GitTarget: Sendable, Equatable {
    let path: String
    /// nil: what is checked out.
    let range: String?

    /// - Throws: `UsageError`.
    init(_ text: String) throws {
        var isDirectory: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: text, isDirectory: &isDirectory)
        guard !exists || !isDirectory.boolValue, let sign = text.lastIndex(of: "#") else {
            (path, range) = (text.isEmpty ? "." : text, nil)
            return
        }
        let before = String(text[..<sign])
        (path, range) = (before.isEmpty ? "." : before, String(text[text.index(after: sign)...]))
        if range?.allSatisfy(\.isWhitespace) ?? false {
            throw UsageError(description: "\(text): no range stands after #; write one such as main~30..main")
        }
    }
}

extension ShellWord {
    /// A command's words, by the quotes of a shell; if a shell has to read more than that, words that start one.
    /// - Returns: nil if a quote is not closed.
    static func words(of line: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var needsShell = false
        var rest = line[...]
        while let character = rest.popFirst() {
            if character == "\\", quote != "'", let next = rest.popFirst() {
                word = (word ?? "") + String(next)
            } else if character == quote {
                quote = nil
            } else if quote == nil, character == "'" || character == "\"" {
                (quote, word) = (character, word ?? "")
            } else if quote == nil, character.isWhitespace {
                if let whole = word { words.append(whole) }
                word = nil
            } else {
                needsShell = needsShell || (quote != "'" && "$`".contains(character))
                needsShell = needsShell || (quote == nil && "|&;<>()*?~#".contains(character))
                word = (word ?? "") + String(character)
            }
        }
        guard quote == nil else { return nil }
        if let whole = word { words.append(whole) }
        return needsShell ? ["sh", "-c", line] : words
    }
}
