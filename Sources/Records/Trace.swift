/// The ordered changes of one fixture that are replayed.
public struct Trace: Codable, Sendable, Hashable {
    /// The fixture's name.
    public var fixture: String
    /// The changes in order; the first is the starting state, whose class is `none`.
    public var changes: [Change]
    /// How often each class stands in the population that the trace was drawn from (278 source : 9 dependency :
    /// 3 dockerfile for scap's history), by which a drawn trace is weighted back; empty when the trace is the population.
    public var population: [ChangeClass: Int]

    /// A value of these parts.
    public init(fixture: String, changes: [Change], population: [ChangeClass: Int] = [:]) {
        self.fixture = fixture
        self.changes = changes
        self.population = population
    }
}
