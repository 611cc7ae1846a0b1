/// Waiting builds in order: a ring buffer that grows to the longest queue so far.
struct BuildQueue {
    private var ring = [Build?](repeating: nil, count: 64)
    private var head = 0
    private(set) var count = 0

    mutating func append(_ build: Build) {
        if count == ring.count { grow() }
        ring[(head + count) & (ring.count - 1)] = build
        count += 1
    }

    /// The build at a place, from 0; nil if the queue is shorter.
    subscript(_ place: Int) -> Build? { place < count ? ring[(head + place) & (ring.count - 1)] : nil }

    /// Removes the build at a place; those before it each move back by one place.
    mutating func remove(at place: Int) -> Build? {
        guard let build = self[place] else { return nil }
        let mask = ring.count - 1
        var index = place
        while index > 0 {
            ring[(head + index) & mask] = ring[(head + index - 1) & mask]
            index -= 1
        }
        head = (head + 1) & mask
        count -= 1
        return build
    }

    /// Doubles the ring: its size stays a power of two, which the masks need.
    private mutating func grow() {
        var larger = [Build?](repeating: nil, count: 2 * ring.count)
        for place in 0..<count { larger[place] = self[place] }
        ring = larger
        head = 0
    }
}

/// Workers with a free executor, by how many builds they run: linked lists, which are equally fast in any fleet.
struct FreeWorkers {
    private static let none: Int32 = -1
    /// First and last worker of each list, by the number of builds.
    private var heads, tails: [Int32]
    private var following, preceding: [Int32]

    init(workers: Int, executors: Int) {
        heads = [Int32](repeating: Self.none, count: executors)
        tails = heads
        following = [Int32](repeating: Self.none, count: workers)
        preceding = following
        for worker in 0..<workers { insert(worker, running: 0) }
    }

    mutating func insert(_ worker: Int, running: Int) {
        let last = tails[running]
        preceding[worker] = last
        following[worker] = Self.none
        if last == Self.none { heads[running] = Int32(worker) } else { following[Int(last)] = Int32(worker) }
        tails[running] = Int32(worker)
    }

    mutating func remove(_ worker: Int, running: Int) {
        let (before, after) = (preceding[worker], following[worker])
        if before == Self.none { heads[running] = after } else { following[Int(before)] = after }
        if after == Self.none { tails[running] = before } else { preceding[Int(after)] = before }
    }

    /// The worker with the fewest builds; among equals the one that has been in the list longest. nil if none is free.
    var first: Int? {
        for head in heads where head != Self.none { return Int(head) }
        return nil
    }

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

/// The time of the next event on each worker: a binary heap in which a worker's time can be changed.
struct EventHeap {
    private var times: [Double]
    /// Workers, each no earlier than the one above it.
    private var heap: [Int32]
    /// Where each worker is in the heap.
    private var places: [Int32]

    init(workers: Int) {
        times = [Double](repeating: .infinity, count: workers)
        heap = (0..<Int32(workers)).map { $0 }
        places = heap
    }

    /// The worker with the next event, and its time; infinity: there is none.
    var next: (worker: Int, time: Double) {
        let worker = Int(heap[0])
        return (worker, times[worker])
    }

    mutating func set(_ worker: Int, to time: Double) {
        let isEarlier = time < times[worker]
        times[worker] = time
        if isEarlier { rise(Int(places[worker])) } else { sink(Int(places[worker])) }
    }

    private mutating func rise(_ start: Int) {
        var place = start
        let worker = heap[place]
        let time = times[Int(worker)]
        while place > 0 {
            let parent = (place - 1) / 2
            let above = heap[parent]
            guard time < times[Int(above)] else { break }
            put(above, at: place)
            place = parent
        }
        put(worker, at: place)
    }

    private mutating func sink(_ start: Int) {
        var place = start
        let worker = heap[place]
        let time = times[Int(worker)]
        while true {
            var child = 2 * place + 1
            guard child < heap.count else { break }
            let right = child + 1
            if right < heap.count, times[Int(heap[right])] < times[Int(heap[child])] { child = right }
            let below = heap[child]
            guard times[Int(below)] < time else { break }
            put(below, at: place)
            place = child
        }
        put(worker, at: place)
    }

    @inline(__always)
    private mutating func put(_ worker: Int32, at place: Int) {
        heap[place] = worker
        places[Int(worker)] = Int32(place)
    }
}
