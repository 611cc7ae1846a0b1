/// The ordered changes of one fixture that are replayed.
public struct Trace: Codable, Sendable, Hashable {
    /// The fixture's name.
    public var fixture: String
    /// The changes in order; the first is the starting state, whose class is `none`.
    public var changes: [Change]
    /// How often each class stands in the population that the trace was drawn from (278 source : 9 dependency :
    /// 3 dockerfile for scap's history), by which a drawn trace is weighted back; empty when the trace is the population.
    public var population: [ChangeClass: Int]
    /// When the changes of the history that it is of came, in seconds since 1970; nil where that is not known.
    public var times: [Double]?

    /// A value of these parts.
    public init(fixture: String, changes: [Change], population: [ChangeClass: Int] = [:], times: [Double]? = nil) {
        self.fixture = fixture
        self.changes = changes
        self.population = population
        self.times = times
    }
}
