/// One instruction of a Dockerfile, its continued lines joined.
public struct DockerfileInstruction: Sendable, Equatable {
    /// Where a line's part begins in the text.
    struct Part: Sendable, Equatable {
        /// In bytes of the text.
        var offset: Int
        var position: Dockerfile.Position
    }

    /// The instruction as the builders print it, without white space at its ends.
    public var text: String
    /// The here-documents that belong to it, each as it stands in the file.
    public var hereDocuments: [String] = []
    var parts: [Part]

    /// Its first word, in upper case.
    public var keyword: String {
        text.prefix { !$0.isWhitespace }.uppercased()
    }

    /// The line that it begins in, from 1.
    public var line: Int { parts.first?.position.line ?? 1 }

    /// Where a byte of the text stands in the file.
    public func position(ofByte offset: Int) -> Dockerfile.Position {
        guard let part = parts.last(where: { $0.offset <= offset }) else {
            return Dockerfile.Position(line: 1, column: 1)
        }
        let between = text.utf8.dropFirst(part.offset).prefix(offset - part.offset)
        var position = part.position
        position.column += String(decoding: Array(between), as: UTF8.self).unicodeScalars.count
        return position
    }
}
