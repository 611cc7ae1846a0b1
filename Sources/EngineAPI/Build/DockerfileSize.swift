/// How much a Dockerfile asks of those who maintain it.
public struct DockerfileSize: Sendable, Hashable {
    /// Instructions, `FROM` and `ARG`s before it included.
    public var instructions: Int
    /// Lines without blank ones and comments, also those between continued lines; lines of here-documents all count.
    public var lines: Int

    /// Counts in a Dockerfile's text.
    public init(_ text: String) {
        let outline = DockerfileOutline(text)
        instructions = outline.preamble.count + outline.stages.reduce(0) { $0 + $1.instructions.count }
        lines = outline.lines
    }
}
