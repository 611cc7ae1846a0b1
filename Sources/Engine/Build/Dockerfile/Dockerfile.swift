/// A Dockerfile, read as the builders read it: its directives, and its instructions with their places in the text.
///
/// It reads bytes. A line ends with a line feed, or a carriage return and a line feed. What is not UTF-8 is replaced by
/// U+FFFD, as the engine does when it prints an instruction. Nothing is refused: an invalid Dockerfile is read as far as possible.
public struct Dockerfile: Sendable, Equatable {
    /// A place in the text.
    public struct Position: Sendable, Hashable {
        /// From 1.
        public var line: Int
        /// In characters, from 1.
        public var column: Int
    }

    /// A line `# name=value` on top of the text.
    public struct Directive: Sendable, Equatable {
        /// In lower case.
        public var name: String
        /// Without white space at its ends.
        public var value: String
        /// Where its value begins.
        public var position: Position
    }

    /// The directives. They end at the first line that is not a directive: a blank line, a comment or an instruction.
    public internal(set) var directives: [Directive] = []
    /// The instructions, in order, as joined from their lines.
    public internal(set) var instructions: [DockerfileInstruction] = []
    /// The number of lines without blank lines and comments. All lines of a here-document count.
    public internal(set) var lines = 0
    /// The sign that continues a line and escapes a character.
    public internal(set) var escape = UInt8(ascii: "\\")

    /// Reads a Dockerfile's bytes.
    public init(_ bytes: some Sequence<UInt8>) {
        var reader = DockerfileReader(bytes)
        reader.read(into: &self)
    }

    /// Reads a Dockerfile's text.
    public init(_ text: String) {
        self.init(text.utf8)
    }
}
