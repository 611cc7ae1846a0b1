/// A line of a file of recorded times that cannot be read.
public struct RecordedTimesInvalid: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file, as it was named.
    public var file: String
    /// The line, from 1.
    public var line: Int
    /// The column of what is wrong, from 1.
    public var column: Int
    /// What is wrong, and what was expected.
    public var message: String

    /// As compilers write it.
    public var description: String { "\(file):\(line):\(column): \(message)" }
}
