/// A `--mount` of a `RUN`.
struct RunMount: Equatable {
    /// `bind` where it names none.
    var type = "bind"
    /// What is mounted, inside `from` or the context; nil: all of it.
    var source: String?
    /// The stage or image that is mounted from; nil: the context, for a bind.
    var from: String?
    var id: String?
    var required = false

    /// Reads an option's value: fields with commas between them, quoted as in CSV.
    init(_ value: String) {
        for field in Self.fields(value) {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let word = parts.count > 1 ? parts[1] : nil
            switch parts[0].lowercased() {
            case "type": type = word?.lowercased() ?? type
            case "source", "src": source = word
            case "from": from = word
            case "id": id = word
            case "required": required = word.map { ["true", "1", "t"].contains($0.lowercased()) } ?? true
            default: break
            }
        }
    }

    /// The mounts of an instruction; none for one that is not a `RUN`.
    static func all(in instruction: String, escape: UInt8 = UInt8(ascii: "\\")) -> [(mount: RunMount, offset: Int)] {
        guard instruction.prefix(while: { !$0.isWhitespace }).uppercased() == "RUN" else { return [] }
        return DockerfileFlag.split(instruction, escape: escape).flags.filter { $0.name == "mount" }
            .map { (RunMount($0.value), $0.offset) }
    }

    private static func fields(_ line: String) -> [String] {
        var fields = [""]
        var isQuoted = false
        var characters = Array(line.unicodeScalars)[...]
        while let character = characters.popFirst() {
            switch character {
            case "\"" where isQuoted && characters.first == "\"":
                characters.removeFirst()
                fields[fields.count - 1].unicodeScalars.append(character)
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: fields.append("")
            default: fields[fields.count - 1].unicodeScalars.append(character)
            }
        }
        return fields
    }
}
