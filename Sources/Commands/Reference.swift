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

    var shownSubcommands: [CommandInfo] {
        (subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
    }

    var shownArguments: [Argument] {
        (arguments ?? []).filter { argument in
            let names = (argument.names ?? []).map(\.name)
            return argument.shouldDisplay != false && !names.contains("help") && !names.contains("version")
        }
    }

    /// The command and all its subcommands, in the order of the help.
    var all: [CommandInfo] { [self] + shownSubcommands.flatMap(\.all) }
}

/// Why a command cannot be run. The statuses are those of shells, `env` and `timeout`: 127 where it is not found, 126
/// where it is found and cannot be run.
struct CommandLookup {
    let status: Int32
    let reason: String

    /// Looks up again a command that could not be started.
    /// - Parameter path: the folders in which a command without a slash is searched, separated by colons.
    init(_ command: String, path: String?) {
        let errors = Self.places(command, path).map(Self.error)
        if errors.contains(0) {
            // It is executable and yet was not found: the interpreter that it names does not exist.
            (status, reason) = (
                127, "what it is run by (the interpreter of its first line, or the loader) is not found"
            )
        } else if let error = errors.first(where: { $0 != ENOENT && (command.contains("/") || $0 != ENOTDIR) }) {
            (status, reason) = (126, "cannot be run: \(String(cString: strerror(error)))")
        } else {
            (status, reason) = (127, "command not found")
        }
    }

    /// The path of an executable command; nil where there is none.
    static func script(_ command: String, path: String?) -> String? { places(command, path).first { error($0) == 0 } }

    private static func places(_ command: String, _ path: String?) -> [String] {
        if command.isEmpty { return [] }
        if command.contains("/") { return [command] }
        return (path ?? "/usr/bin:/bin").split(separator: ":", omittingEmptySubsequences: false)
            .map { ($0.isEmpty ? "." : $0) + "/\(command)" }
    }

    /// The error number that prevents a file from being run; 0 where nothing does.
    private static func error(_ path: String) -> Int32 {
        var found = stat()
        guard stat(path, &found) == 0 else { return errno }
        // As `execve` reports it.
        guard found.st_mode & S_IFMT == S_IFREG else { return EACCES }
        return access(path, X_OK) == 0 ? 0 : errno
    }
}

/// `plimsoll reference`: writes the reference of all commands, for the documentation and for packagers.
struct ReferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference",
        abstract: "Print the reference of all commands, as Markdown or as a man page.",
        shouldDisplay: false)

    @Flag(help: "Print a man page (roff).") var man = false

    func run() throws {
        let reference = try CommandReference.current()
        Terminal.standard.result(man ? reference.manPage : reference.markdown)
    }
}
