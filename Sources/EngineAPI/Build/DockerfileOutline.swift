/// The instructions of a Dockerfile, stage by stage, as text: enough to name a builder's steps by it, not to build it.
struct DockerfileOutline: Equatable {
    /// One stage, from its `FROM` to the next.
    struct Stage: Equatable {
        /// Its name, in lower case; nil where it has none.
        var name: String?
        /// Its instructions, `FROM` the first.
        var instructions: [String]

        /// What its `FROM` names, in lower case.
        var base: String? {
            instructions[0].split(whereSeparator: \.isWhitespace).dropFirst().first { !$0.hasPrefix("--") }?
                .lowercased()
        }
    }

    /// The `ARG`s before the first `FROM`.
    var preamble: [String] = []
    var stages: [Stage] = []
    /// Lines of the text without blank ones and comments; of a here-document all.
    var lines = 0

    /// Reads a Dockerfile: continued lines joined as the builders join them, comments left out, here-documents skipped.
    init(_ text: String) {
        var escape: Character = "\\"
        var directives = true
        var heredocs: [String] = []
        var pending: String?
        for raw in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let line = raw.last == "\r" ? raw.dropLast() : raw
            if let end = heredocs.first {
                lines += 1
                if line.trimmed == end { heredocs.removeFirst() }
                continue
            }
            let content = line.trimmed
            if directives {
                if let value = Self.escapeDirective(content) { escape = value }
                directives = content.hasPrefix("#")
            }
            if content.hasPrefix("#") || content.isEmpty { continue }
            lines += 1
            let start = pending ?? ""
            let body = pending == nil ? String(line.drop(while: \.isWhitespace)) : String(line)
            if content.last == escape, let mark = body.lastIndex(of: escape) {
                pending = start + body[..<mark]
            } else {
                pending = nil
                heredocs = Self.heredocs(in: start + body)
                add((start + body).trimmed)
            }
        }
        if let pending { add(pending.trimmed) }
    }

    private mutating func add(_ instruction: String) {
        guard !instruction.isEmpty else { return }
        let words = instruction.split(whereSeparator: \.isWhitespace)
        if words[0].uppercased() == "FROM" {
            let named = words.count >= 4 && words[words.count - 2].uppercased() == "AS"
            stages.append(Stage(name: named ? words[words.count - 1].lowercased() : nil, instructions: [instruction]))
        } else if stages.isEmpty {
            preamble.append(instruction)
        } else {
            stages[stages.count - 1].instructions.append(instruction)
        }
    }

    /// The character of `# escape=…`.
    private static func escapeDirective(_ line: String) -> Character? {
        let text = line.filter { !$0.isWhitespace }.lowercased()
        return text.hasPrefix("#escape=") && text.count == "#escape=".count + 1 ? text.last : nil
    }

    /// The ends of the here-documents that a `RUN`, `COPY` or `ADD` opens.
    private static func heredocs(in instruction: String) -> [String] {
        guard BuildStep.isCacheable(instruction) else { return [] }
        return instruction.split(whereSeparator: \.isWhitespace).compactMap { word in
            guard let mark = word.range(of: "<<") else { return nil }
            let name = word[mark.upperBound...].drop { $0 == "-" }.filter { $0 != "\"" && $0 != "'" }
            return name.first.map { $0.isLetter || $0 == "_" } == true ? String(name) : nil
        }
    }
}
