import Model

/// What a scenario asks of each fixture: a trace of `length + 1` changes, the first of which is the starting state.
public struct TraceRequest: Codable, Sendable, Hashable {
    /// How many changes follow the starting state.
    public var length: Int
    /// How many changes of each class that the fixture knows are drawn at least; the weights of a plan undo it.
    public var minimumPerClass: Int
    /// The classes that changes are drawn of; nil: all that the fixture knows.
    public var classes: [ChangeClass]?

    /// A request for `length` changes after the start.
    public init(length: Int, minimumPerClass: Int, classes: [ChangeClass]? = nil) {
        self.length = length
        self.minimumPerClass = minimumPerClass
        self.classes = classes
    }
}
