/// Why a scenario's text is none: all its problems at once.
public struct ScenarioInvalid: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, in the order of the text; never empty.
    public let problems: [ScenarioProblem]
    /// What names this kind of error to a program.
    public let code = "scenario_invalid"

    init(problems: [ScenarioProblem]) {
        self.problems = problems.enumerated()
            .sorted {
                ($0.element.line, $0.element.column, $0.offset) < ($1.element.line, $1.element.column, $1.offset)
            }
            .map(\.element)
    }

    /// One line a problem; after the first fifty, how many more there are.
    public var message: String {
        let shown = problems.prefix(50).map(\.description)
        let more = problems.count - shown.count
        return (shown + (more > 0 ? ["… and \(more) more problems"] : [])).joined(separator: "\n")
    }

    /// The message.
    public var description: String { message }
}
