/// A command as `--experimental-dump-help` describes it.
struct CommandInfo: Decodable {
    /// An argument, option or flag.
    struct Argument: Decodable {
        /// One of its names.
        struct Name: Decodable {
            let kind: String
            let name: String

            /// As it is typed.
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

        /// As it is typed, with its value: `--db <db>`, `<files> ...`.
        var usage: String {
            let value = "<\(valueName ?? "value")>" + (isRepeating == true ? " ..." : "")
            let typed = (names ?? []).map(\.text).joined(separator: ", ")
            switch kind {
            case "positional": return value
            case "flag": return typed
            default: return "\(typed) \(value)"
            }
        }

        /// What it does, in one paragraph.
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

    /// The whole command, as `plimsoll engine up`.
    var name: String { ((superCommands ?? []) + [commandName]).joined(separator: " ") }

    /// Those that users are told of.
    var shownSubcommands: [CommandInfo] {
        (subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
    }

    /// Those that users are told of, but for what every command has.
    var shownArguments: [Argument] {
        (arguments ?? []).filter { argument in
            let names = (argument.names ?? []).map(\.name)
            return argument.shouldDisplay != false && !names.contains("help") && !names.contains("version")
        }
    }

    /// It and all below it, in the order of the help.
    var all: [CommandInfo] { [self] + shownSubcommands.flatMap(\.all) }
}
