/// What opens a here-document: `<<EOF`, `<<-EOF`, `<<"EOF"`, `3<<EOF`, as a word of its own.
struct HereDocumentMark: Equatable {
    /// The line that ends it.
    var name: String
    /// Whether tabs may stand before the end.
    var stripsTabs: Bool

    /// Reads a word; nil for one that opens none.
    init?(_ word: DockerfileWord, escape: UInt8) {
        var rest = word.raw.utf8.drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard rest.starts(with: "<<".utf8) else { return nil }
        rest = rest.dropFirst(2)
        stripsTabs = rest.first == UInt8(ascii: "-")
        if stripsTabs { rest = rest.dropFirst() }
        guard !rest.isEmpty, !rest.contains(UInt8(ascii: "<")) else { return nil }
        name = DockerfileWord(raw: String(Substring(rest)), offset: 0).unquoted(escape: escape)
        if name.isEmpty { return nil }
    }

    /// Those of an instruction that may have them: `RUN`, `COPY`, `ADD`, and these behind `ONBUILD`.
    static func all(in instruction: DockerfileInstruction, escape: UInt8) -> [HereDocumentMark] {
        guard instruction.text.contains("<<") else { return [] }
        var words = DockerfileWord.all(in: instruction.text, escape: escape)[...]
        if words.first?.raw.uppercased() == "ONBUILD" { words.removeFirst() }
        guard let keyword = words.popFirst(), ["RUN", "COPY", "ADD"].contains(keyword.raw.uppercased()) else {
            return []
        }
        return words.compactMap { HereDocumentMark($0, escape: escape) }
    }

    /// Whether a line ends it.
    func isEnd(_ line: ArraySlice<UInt8>) -> Bool {
        (stripsTabs ? line.drop { $0 == UInt8(ascii: "\t") } : line).elementsEqual(name.utf8)
    }
}
