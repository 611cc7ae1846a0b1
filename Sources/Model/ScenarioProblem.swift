/// One thing that is wrong with a scenario's text.
public struct ScenarioProblem: Sendable, Hashable, CustomStringConvertible {
    /// The file, as it was named.
    public var file: String
    /// Its line, from 1.
    public var line: Int
    /// Its column, from 1, in Unicode scalars.
    public var column: Int
    /// What is wrong, and what was expected.
    public var message: String

    /// A problem at a place of a file.
    public init(file: String, line: Int, column: Int, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
    }

    /// `file:line:column: message`, as editors and terminals follow it.
    public var description: String { "\(file):\(line):\(column): \(message)" }
}
