/// An option of an instruction: `--from=build`, `--mount=type=bind,source=a`.
struct DockerfileFlag: Equatable {
    /// Without its dashes.
    var name: String
    /// What stands behind its `=`, without quotes.
    var value: String
    /// Where it begins, in bytes of the instruction's text.
    var offset: Int

    /// Splits an instruction into its options and its other words, its keyword left out.
    static func split(
        _ instruction: String, escape: UInt8 = UInt8(ascii: "\\")
    ) -> (flags: [DockerfileFlag], words: [DockerfileWord]) {
        var words = DockerfileWord.all(in: instruction, escape: escape)[...].dropFirst()
        var flags: [DockerfileFlag] = []
        while let word = words.first, word.raw.hasPrefix("--") {
            words.removeFirst()
            let text = word.unquoted(escape: escape).dropFirst(2)
            if text.isEmpty { break }
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            flags.append(
                DockerfileFlag(
                    name: String(parts[0]).lowercased(), value: parts.count > 1 ? String(parts[1]) : "",
                    offset: word.offset))
        }
        return (flags, Array(words))
    }
}
