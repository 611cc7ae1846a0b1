/// How much a Dockerfile asks of those who maintain it.
public struct DockerfileSize: Sendable, Hashable {
    /// Instructions, `FROM` and `ARG`s before it included.
    public var instructions: Int
    /// Lines without blank ones and comments, also those between continued lines; lines of here-documents all count.
    public var lines: Int

    /// Counts in a Dockerfile.
    public init(_ file: Dockerfile) {
        instructions = file.instructions.count
        lines = file.lines
    }

    /// Counts in a Dockerfile's text.
    public init(_ text: String) {
        self.init(Dockerfile(text))
    }
}
