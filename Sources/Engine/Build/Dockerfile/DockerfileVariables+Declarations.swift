extension DockerfileVariables {
    /// Takes in what an `ENV` sets. `ENV NAME words` sets one variable, `ENV A=b C=d` several.
    public mutating func set(by instruction: DockerfileInstruction) {
        let words = DockerfileWord.all(in: instruction.text, escape: escape).dropFirst()
        guard let first = words.first else { return }
        let before = self
        guard first.raw.contains("=") else {
            let rest = instruction.text.utf8.dropFirst(first.offset + first.raw.utf8.count).drop(while: \.isBlank)
            values[first.raw] = before.fill(String(Substring(rest))).text
            return
        }
        for word in words {
            let parts = word.raw.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            values[before.fill(String(parts[0])).text] = before.fill(parts.count > 1 ? String(parts[1]) : "").text
        }
    }

    /// The names that an `ARG` declares, each with its default; nil: it has none. A default may name what is declared before it.
    public func declared(
        by instruction: DockerfileInstruction, given: [String: String] = [:]
    ) -> [(name: String, value: String?)] {
        var seen = self
        return DockerfileWord.all(in: instruction.text, escape: escape).dropFirst().map { word in
            let parts = word.raw.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            let value = parts.count > 1 ? seen.fill(String(parts[1])).text : nil
            seen.values[name] = given[name] ?? value ?? seen.values[name]
            return (name, value)
        }
    }
}
