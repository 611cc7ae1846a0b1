/// A Dockerfile, read as the builders read it: its directives, and its instructions with their positions in the text.
///
/// It reads bytes. A line ends with a line feed, or a carriage return and a line feed. Invalid UTF-8 is replaced by
/// U+FFFD, as the engine does when it prints an instruction. Nothing is refused: an invalid Dockerfile is read as far
/// as possible.
package struct Dockerfile: Sendable, Equatable {
    package struct Position: Sendable, Hashable {
        /// From 1.
        package var line: Int
        /// In characters, from 1.
        package var column: Int
    }

    /// A line `# name=value` at the top of the text.
    struct Directive: Sendable, Equatable {
        var name: String
        var value: String
        var position: Position
        /// Whether there is white space before the `#`.
        var isIndented: Bool
    }

    /// They end at the first line that is not a directive: a blank line, a comment or an instruction.
    var directives: [Directive] = []
    /// In order, continued lines joined; including `FROM`, and `ARG`s before it.
    package internal(set) var instructions: [DockerfileInstruction] = []
    /// The number of lines without blank lines and comments, also between continued lines. All lines of a here-document
    /// count.
    package internal(set) var lines = 0
    /// The character that continues a line and escapes a character.
    package internal(set) var escape = UInt8(ascii: "\\")

    package init(_ bytes: some Sequence<UInt8>) {
        var reader = DockerfileReader(bytes)
        reader.read(into: &self)
    }

    package init(_ text: String) { self.init(text.utf8) }
}

/// One instruction of a Dockerfile, its continued lines joined.
package struct DockerfileInstruction: Sendable, Equatable {
    struct Part: Sendable, Equatable {
        /// In bytes of the text.
        var offset: Int
        var position: Dockerfile.Position
    }

    /// The instruction as the builders print it, trimmed.
    package var text: String
    /// Its here-documents, each as written in the file.
    package var hereDocuments: [String] = []
    var parts: [Part]

    /// The first word, in upper case.
    package var keyword: String { text.prefix { !$0.isWhitespace }.uppercased() }

    /// The line where it begins, from 1.
    package var line: Int { parts.first?.position.line ?? 1 }

    /// Position in the file of a byte of the text.
    package func position(ofByte offset: Int) -> Dockerfile.Position {
        guard let part = parts.last(where: { $0.offset <= offset }) else { return .init(line: 1, column: 1) }
        let between = text.utf8.dropFirst(part.offset).prefix(offset - part.offset)
        var position = part.position
        position.column += String(decoding: Array(between), as: UTF8.self).unicodeScalars.count
        return position
    }

    /// Whether a builder may have printed the instruction like this: with the same words, unless it contains variables.
    func fits(_ printed: String) -> Bool {
        let own = printed.split(whereSeparator: \.isWhitespace)
        let words = text.split(whereSeparator: \.isWhitespace)
        guard own.first?.uppercased() == words.first?.uppercased() else { return false }
        if text.contains("$") || text.contains("<<") || own.dropFirst() == words.dropFirst() { return true }
        return words.contains { $0.first == "[" } && Self.bare(printed) == Self.bare(text)
    }

    /// Without the list's punctuation: BuildKit prints `COPY ["a b", "c"]` as `COPY [a b, c]`.
    private static func bare(_ instruction: String) -> String {
        instruction.filter { !"[]\",\\".contains($0) && !$0.isWhitespace }
    }
}

/// An option of an instruction: `--from=build`, `--mount=type=bind,source=a`.
struct DockerfileFlag: Equatable {
    var name: String
    /// The part after `=`, without quotes.
    var value: String
    /// Where it begins, in bytes of the instruction's text.
    var offset: Int

    static func split(
        _ instruction: String, escape: UInt8 = UInt8(ascii: "\\")
    ) -> (flags: [DockerfileFlag], words: [DockerfileWord]) {
        var words = DockerfileWord.all(in: instruction, escape: escape)[...].dropFirst()
        var flags: [DockerfileFlag] = []
        while let word = words.first, word.raw.hasPrefix("--") {
            words.removeFirst()
            let text = word.unquoted(escape: escape).dropFirst(2)
            if text.isEmpty { break }
            let (name, value) = text.assignment
            flags.append(DockerfileFlag(name: name.lowercased(), value: value ?? "", offset: word.offset))
        }
        return (flags, Array(words))
    }
}

extension Dockerfile.Directive {
    /// Reads one line as `# name = value`.
    fileprivate init?(_ line: ArraySlice<UInt8>, number: Int) {
        var rest = line.drop(while: \.isBlank)
        let isIndented = rest.startIndex != line.startIndex
        guard rest.popFirst() == UInt8(ascii: "#") else { return nil }
        rest = rest.drop(while: \.isBlank)
        let name = rest.prefix { $0.isDigit || $0.isLetter }
        guard name.first?.isDigit == false else { return nil }
        rest = rest[name.endIndex...].drop(while: \.isBlank)
        guard rest.popFirst() == UInt8(ascii: "=") else { return nil }
        rest = rest.drop(while: \.isBlank)
        while rest.last?.isBlank == true { rest.removeLast() }
        guard !rest.isEmpty else { return nil }
        self.init(
            name: String(decoding: name, as: UTF8.self).lowercased(), value: String(decoding: rest, as: UTF8.self),
            position: .init(line: number, column: rest.startIndex - line.startIndex + 1), isIndented: isIndented)
    }
}

/// Joins a Dockerfile's lines into instructions, as the parser of both builders does.
struct DockerfileReader {
    /// The directives that a builder knows. After an unknown one it ignores `escape`.
    private static let known: Set = ["syntax", "escape", "check"]

    private let lines: [ArraySlice<UInt8>]
    private var next = 0

    init(_ bytes: some Sequence<UInt8>) {
        var bytes = Array(bytes)[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        self.lines = lines.map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
    }

    mutating func read(into file: inout Dockerfile) {
        readDirectives(into: &file)
        while next < lines.count {
            var text: [UInt8] = []
            var parts: [DockerfileInstruction.Part] = []
            var goesOn = true
            while goesOn, next < lines.count {
                let line = lines[next]
                let content = line.drop(while: \.isBlank)
                next += 1
                if content.isEmpty || content.first == UInt8(ascii: "#") { continue }
                file.lines += 1
                // Only the first line loses its indentation.
                let start = parts.isEmpty ? content : line
                let place = Dockerfile.Position(line: next, column: start.startIndex - line.startIndex + 1)
                parts.append(.init(offset: text.count, position: place))
                let (piece, isContinued) = Self.continuation(start, file.escape)
                text += piece
                goesOn = isContinued
            }
            while text.last?.isBlank == true { text.removeLast() }
            guard !text.isEmpty else { continue }
            var instruction = DockerfileInstruction(text: String(decoding: text, as: UTF8.self), parts: parts)
            readHereDocuments(of: &instruction, in: &file)
            file.instructions.append(instruction)
        }
    }

    /// A line without its continuation character, and whether it has one. White space may follow the character; a
    /// second one may not precede it.
    private static func continuation(_ line: ArraySlice<UInt8>, _ escape: UInt8) -> (ArraySlice<UInt8>, Bool) {
        var end = line
        while let last = end.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") { end.removeLast() }
        guard end.last == escape, end.dropLast().last != escape else { return (line, false) }
        return (end.dropLast(), true)
    }

    private func readDirectives(into file: inout Dockerfile) {
        var onlyKnown = true
        for (index, line) in lines.enumerated() {
            guard let directive = Dockerfile.Directive(line, number: index + 1) else { return }
            onlyKnown = onlyKnown && Self.known.contains(directive.name)
            if directive.name == "escape", onlyKnown, let sign = directive.value.utf8.first { file.escape = sign }
            // Only `escape` may be indented.
            if !directive.isIndented { file.directives.append(directive) }
        }
    }

    /// Reads the here-documents that an instruction opens. Unclosed ones are ignored.
    private mutating func readHereDocuments(of instruction: inout DockerfileInstruction, in file: inout Dockerfile) {
        for mark in HereDocumentMark.all(in: instruction, escape: file.escape) {
            guard let end = lines[next...].firstIndex(where: mark.isEnd) else { return }
            let body = lines[next..<end].map { String(decoding: $0, as: UTF8.self) }
            instruction.hereDocuments.append(body.joined(separator: "\n"))
            file.lines += end - next + 1
            next = end + 1
        }
    }
}

extension UInt8 {
    /// Whether it is white space inside a line.
    var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
}

/// The word that opens a here-document: `<<EOF`, `<<-EOF`, `<<"EOF"`, `3<<EOF`.
struct HereDocumentMark: Equatable {
    var name: String
    var stripsTabs: Bool

    /// nil if the word opens none.
    init?(_ word: DockerfileWord, escape: UInt8) {
        var rest = word.raw.utf8.drop(while: \.isDigit)
        guard rest.starts(with: "<<".utf8) else { return nil }
        rest = rest.dropFirst(2)
        stripsTabs = rest.first == UInt8(ascii: "-")
        if stripsTabs { rest = rest.dropFirst() }
        guard !rest.isEmpty, !rest.contains(UInt8(ascii: "<")) else { return nil }
        name = DockerfileWord(raw: String(Substring(rest)), offset: 0).unquoted(escape: escape)
        if name.isEmpty { return nil }
    }

    /// Those of an instruction that may have them: `RUN`, `COPY`, `ADD`, and these after `ONBUILD`.
    static func all(in instruction: DockerfileInstruction, escape: UInt8) -> [HereDocumentMark] {
        guard instruction.text.contains("<<") else { return [] }
        var words = DockerfileWord.all(in: instruction.text, escape: escape)[...]
        if words.first?.raw.uppercased() == "ONBUILD" { words.removeFirst() }
        guard let keyword = words.popFirst(), ["RUN", "COPY", "ADD"].contains(keyword.raw.uppercased()) else {
            return []
        }
        return words.compactMap { HereDocumentMark($0, escape: escape) }
    }

    func isEnd(_ line: ArraySlice<UInt8>) -> Bool {
        (stripsTabs ? line.drop { $0 == UInt8(ascii: "\t") } : line).elementsEqual(name.utf8)
    }
}
