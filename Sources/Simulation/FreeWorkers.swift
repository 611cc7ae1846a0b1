/// Workers with a free executor, by how many builds they run: linked lists, so that joining, leaving and finding the one with
/// the fewest builds take the same short time in any fleet.
struct FreeWorkers {
    private static let none: Int32 = -1
    /// First and last of each list, by the number of builds.
    private var heads: [Int32]
    private var tails: [Int32]
    private var following: [Int32]
    private var preceding: [Int32]

    /// Idle workers.
    init(workers: Int, executors: Int) {
        heads = [Int32](repeating: Self.none, count: executors)
        tails = heads
        following = [Int32](repeating: Self.none, count: workers)
        preceding = following
        for worker in 0..<workers { insert(worker, running: 0) }
    }

    /// A worker joins, behind those that run as many builds.
    mutating func insert(_ worker: Int, running: Int) {
        let last = tails[running]
        preceding[worker] = last
        following[worker] = Self.none
        if last == Self.none { heads[running] = Int32(worker) } else { following[Int(last)] = Int32(worker) }
        tails[running] = Int32(worker)
    }

    /// A worker leaves, which joined with so many builds.
    mutating func remove(_ worker: Int, running: Int) {
        let (before, after) = (preceding[worker], following[worker])
        if before == Self.none { heads[running] = after } else { following[Int(before)] = after }
        if after == Self.none { tails[running] = before } else { preceding[Int(after)] = before }
    }

    /// The worker with the fewest builds, among equals the one that has been free for longest; nil where none is free.
    var first: Int? {
        for head in heads where head != Self.none { return Int(head) }
        return nil
    }

    /// The same among those that a condition holds for.
    func first(where condition: (Int) -> Bool) -> Int? {
        for head in heads {
            var worker = head
            while worker != Self.none {
                if condition(Int(worker)) { return Int(worker) }
                worker = following[Int(worker)]
            }
        }
        return nil
    }
}
