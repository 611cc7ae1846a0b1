/// A binary search in the order of commits, some of which cannot be judged.
struct BisectionSearch: Sendable, Equatable {
    /// The newest position known to be good, and the oldest after it known to be bad. 0 is the base.
    private(set) var good = 0
    private(set) var bad: Int
    private(set) var leftOut: Set<Int> = []

    /// - Parameter head: its position, which is bad; at least 1.
    init(head: Int) { bad = head }

    /// The position to look at: the nearest to the middle, of those that are left; nil: none is.
    var next: Int? {
        let middle = (good + bad) / 2
        return (good + 1..<bad).filter { !leftOut.contains($0) }.min { abs($0 - middle) < abs($1 - middle) }
    }

    /// Where the first bad commit is.
    var suspects: ClosedRange<Int> { good + 1...bad }

    /// How many more commits are looked at, if all of them can be judged.
    var stepsLeft: Int { Self.steps(in: (good + 1..<bad).count { !leftOut.contains($0) }) }

    mutating func take(_ position: Int, isBad: Bool) { if isBad { bad = position } else { good = position } }
    mutating func leaveOut(_ position: Int) { leftOut.insert(position) }

    /// How many commits are looked at where so many stand between a good one and a bad one: log₂, rounded up.
    static func steps(in commits: Int) -> Int {
        var (steps, reach) = (0, 1)
        while reach < commits + 1 { (steps, reach) = (steps + 1, 2 * reach) }
        return steps
    }
}
