import ArgumentParser
import Foundation

/// The reference of all commands, generated from the parser's description of them.
struct CommandReference {
    private struct Dump: Decodable { let command: CommandInfo }

    private let tool: CommandInfo

    /// - Parameter dump: the output of `plimsoll --experimental-dump-help`.
    init(dump: String) throws { tool = try JSONDecoder().decode(Dump.self, from: Data(dump.utf8)).command }

    static func current() throws -> CommandReference {
        do { _ = try Tool.parseAsRoot(["--experimental-dump-help"]) } catch {
            // The parser returns help as an error.
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
                lines += arguments.map { "| `\(Self.cell($0.usage))` | \(Self.cell($0.words)) |" } + [""]
            }
            if let text = command.discussionText { lines += ["```text", text, "```", ""] }
        }
        while lines.last == "" { lines.removeLast() }
        return lines.joined(separator: "\n") + "\n"
    }

    var manPage: String {
        let title = ".TH PLIMSOLL 1 \"\" \"Plimsoll \(ToolVersion.number)\""
        var lines = [title, ".SH NAME", "plimsoll \\- " + Self.roff(tool.abstract ?? "")]
        for command in tool.all {
            lines += [".SH " + Self.roff(command.name.uppercased()), Self.roff(command.abstract ?? "")]
            for argument in command.shownArguments {
                lines += [".TP", ".B " + Self.roff(argument.usage), Self.roff(argument.words)]
            }
            if let text = command.discussionText { lines += [".PP", ".nf", Self.roff(text), ".fi"] }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A `|` would end a table's cell.
    private static func cell(_ text: String) -> String { text.replacingOccurrences(of: "|", with: "\\|") }

    /// Backslashes, typed hyphens, and dots at the start of a line have a meaning in roff.
    private static func roff(_ text: String) -> String {
        let escaped = text.replacingOccurrences(of: "\\", with: "\\e").replacingOccurrences(of: "-", with: "\\-")
        return escaped.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix(".") || $0.hasPrefix("'") ? "\\&" + $0 : String($0) }
            .joined(separator: "\n")
    }
}

/// A command as `--experimental-dump-help` describes it.
struct CommandInfo: Decodable {
    struct Argument: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String

            var text: String { kind == "long" ? "--\(name)" : "-\(name)" }
        }

        let kind: String
        let shouldDisplay: Bool?
        let isOptional: Bool?
        let isRepeating: Bool?
        let names: [Name]?
        let valueName: String?
        let defaultValue: String?
        let allValues: [String]?
        let abstract: String?
        let discussion: String?

        /// As the user types it, with its value: `--db <db>`, `<files> ...`.
        var usage: String {
            let value = "<\(valueName ?? "value")>" + (isRepeating == true ? " ..." : "")
            let typed = (names ?? []).map(\.text).joined(separator: ", ")
            switch kind {
            case "positional": return value
            case "flag": return typed
            default: return "\(typed) \(value)"
            }
        }

        var words: String {
            let texts = [abstract, discussion].compactMap { $0 }.filter { !$0.isEmpty }
            let choice = allValues.map { " (one of \($0.joined(separator: ", ")))" } ?? ""
            let standard = defaultValue.map { " (default: \($0))" } ?? ""
            return texts.joined(separator: " ").split(separator: "\n").joined(separator: " ") + choice + standard
        }
    }

    let commandName: String
    let abstract: String?
    let discussion: String?
    let shouldDisplay: Bool?
    let superCommands: [String]?
    let subcommands: [CommandInfo]?
    let arguments: [Argument]?

    /// The full command, such as `plimsoll engine up`.
    var name: String { ((superCommands ?? []) + [commandName]).joined(separator: " ") }
    var discussionText: String? { discussion.flatMap { $0.isEmpty ? nil : $0.trimmingCharacters(in: .newlines) } }

    var shownArguments: [Argument] {
        (arguments ?? []).filter { argument in
            let names = (argument.names ?? []).map(\.name)
            return argument.shouldDisplay != false && !names.contains("help") && !names.contains("version")
        }
    }

    /// The command and all its subcommands, in the order of the help.
    var all: [CommandInfo] {
        [self]
            + (subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }.flatMap(\.all)
    }
}

/// `plimsoll reference`: writes the reference of all commands, for the documentation and for packagers.
struct ReferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference", abstract: "Print the reference of all commands, as Markdown or as a man page.",
        shouldDisplay: false)

    @Flag(help: "Print a man page (roff).") var man = false

    func run() throws {
        let reference = try CommandReference.current()
        Terminal.standard.result(man ? reference.manPage : reference.markdown)
    }
}
