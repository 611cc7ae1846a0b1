/// What a scenario asks of each fixture: a trace of `length + 1` changes, the first of which is the starting state.
public struct TraceRequest: Codable, Sendable, Hashable {
    /// How many changes follow the starting state.
    public var length: Int
    /// How many changes of each class that the fixture knows are drawn at least; the weights of a plan undo it.
    public var minimumPerClass: Int

    /// A request for `length` changes after the start.
    public init(length: Int, minimumPerClass: Int) {
        self.length = length
        self.minimumPerClass = minimumPerClass
    }
}
