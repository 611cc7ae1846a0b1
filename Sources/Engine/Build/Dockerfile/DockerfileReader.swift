/// Joins a Dockerfile's lines to instructions, as the parser of both builders does.
struct DockerfileReader {
    /// The directives that a builder knows: behind another one it takes no `escape`.
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
            let line = lines[next]
            let content = line.drop(while: \.isBlank)
            next += 1
            if content.isEmpty || content.first == UInt8(ascii: "#") { continue }
            file.lines += 1
            var text: [UInt8] = []
            var parts: [DockerfileInstruction.Part] = []
            var (piece, goesOn) = Self.continuation(content, file.escape)
            parts.append(part(at: 0, column: content.startIndex - line.startIndex + 1))
            text += piece
            while goesOn, next < lines.count {
                let line = lines[next]
                next += 1
                let content = line.drop(while: \.isBlank)
                if content.isEmpty || content.first == UInt8(ascii: "#") { continue }
                file.lines += 1
                (piece, goesOn) = Self.continuation(line, file.escape)
                parts.append(part(at: text.count, column: 1))
                text += piece
            }
            while text.last?.isBlank == true { text.removeLast() }
            guard !text.isEmpty else { continue }
            var instruction = DockerfileInstruction(text: String(decoding: text, as: UTF8.self), parts: parts)
            readHereDocuments(of: &instruction, in: &file)
            file.instructions.append(instruction)
        }
    }

    /// Where a part begins that stands in the line just read.
    private func part(at offset: Int, column: Int) -> DockerfileInstruction.Part {
        DockerfileInstruction.Part(offset: offset, position: .init(line: next, column: column))
    }

    /// A line without its sign of continuation, and whether it has one. White space may follow the sign; a second sign may not precede it.
    private static func continuation(_ line: ArraySlice<UInt8>, _ escape: UInt8) -> (ArraySlice<UInt8>, Bool) {
        var end = line
        while let last = end.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") { end.removeLast() }
        guard end.last == escape, end.dropLast().last != escape else { return (line, false) }
        return (end.dropLast(), true)
    }

    private func readDirectives(into file: inout Dockerfile) {
        var onlyKnown = true
        for (index, line) in lines.enumerated() {
            guard let directive = DockerfileDirective(line, number: index + 1) else { return }
            onlyKnown = onlyKnown && Self.known.contains(directive.found.name)
            if directive.found.name == "escape", onlyKnown, let sign = directive.found.value.utf8.first {
                file.escape = sign
            }
            // For `escape` the line may be indented, for all others not.
            if !directive.isIndented { file.directives.append(directive.found) }
        }
    }

    /// Reads the here-documents that an instruction opens. One that is not closed does not count.
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
}
