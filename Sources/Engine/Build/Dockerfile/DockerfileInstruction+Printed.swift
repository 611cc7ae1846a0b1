extension DockerfileInstruction {
    /// Whether a builder may have printed the instruction like this: with the same words, unless variables stand in them.
    func fits(_ printed: String) -> Bool {
        let own = printed.split(whereSeparator: \.isWhitespace)
        let words = text.split(whereSeparator: \.isWhitespace)
        guard own.first?.uppercased() == words.first?.uppercased() else { return false }
        if text.contains("$") || text.contains("<<") || own.dropFirst() == words.dropFirst() { return true }
        return words.contains { $0.first == "[" } && Self.bare(printed) == Self.bare(text)
    }

    /// Without the signs of a list: BuildKit prints `COPY ["a b", "c"]` as `COPY [a b, c]`.
    private static func bare(_ instruction: String) -> String {
        instruction.filter { !"[]\",\\".contains($0) && !$0.isWhitespace }
    }
}
