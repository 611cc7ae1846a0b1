import Foundation

/// The reference of all commands, made from what the parser says of them.
struct CommandReference {
    private struct Dump: Decodable {
        let command: CommandInfo
    }

    private let tool: CommandInfo

    /// - Parameter dump: what `plimsoll --experimental-dump-help` prints.
    init(dump: String) throws {
        tool = try JSONDecoder().decode(Dump.self, from: Data(dump.utf8)).command
    }

    /// That of this Plimsoll.
    static func current() throws -> CommandReference {
        do {
            _ = try Tool.parseAsRoot(["--experimental-dump-help"])
        } catch {
            // The parser hands help over as an error.
            return try CommandReference(dump: Tool.fullMessage(for: error))
        }
        throw UsageError(description: "the parser does not describe its commands")
    }

    /// As Markdown, for `docs/commands.md`.
    var markdown: String {
        var lines = [
            "# Commands", "", "Written by `make docs` from the command line's own help; do not edit it by hand.", "",
        ]
        for command in tool.all {
            lines += ["## \(command.name)", "", command.abstract ?? "", ""]
            let arguments = command.shownArguments
            if !arguments.isEmpty {
                lines += ["| argument | |", "|---|---|"]
                lines += arguments.map { "| `\(Self.cell($0.usage))` | \(Self.cell($0.words)) |" }
                lines.append("")
            }
            if let discussion = command.discussion, !discussion.isEmpty {
                lines += ["```text", discussion.trimmingCharacters(in: .newlines), "```", ""]
            }
        }
        while lines.last == "" { lines.removeLast() }
        return lines.joined(separator: "\n") + "\n"
    }

    /// As a man page of section 1.
    var manPage: String {
        var lines = [".TH PLIMSOLL 1 \"\" \"Plimsoll \(ToolVersion.number)\"", ".SH NAME"]
        lines.append("plimsoll \\- " + Self.roff(tool.abstract ?? ""))
        for command in tool.all {
            lines.append(".SH " + Self.roff(command.name.uppercased()))
            lines.append(Self.roff(command.abstract ?? ""))
            for argument in command.shownArguments {
                lines += [".TP", ".B " + Self.roff(argument.usage), Self.roff(argument.words)]
            }
            if let discussion = command.discussion, !discussion.isEmpty {
                lines += [".PP", ".nf", Self.roff(discussion.trimmingCharacters(in: .newlines)), ".fi"]
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// In a table's cell `|` would end it.
    private static func cell(_ text: String) -> String { text.replacingOccurrences(of: "|", with: "\\|") }

    /// Backslashes, hyphens that are typed, and dots that begin a line mean something to roff.
    private static func roff(_ text: String) -> String {
        let escaped = text.replacingOccurrences(of: "\\", with: "\\e").replacingOccurrences(of: "-", with: "\\-")
        return escaped.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix(".") || $0.hasPrefix("'") ? "\\&" + $0 : String($0) }
            .joined(separator: "\n")
    }
}
