/// Builds that wait, the first in front: a ring that grows to the longest queue that there was.
struct BuildQueue {
    private var ring: [Build?]
    private var head = 0
    private(set) var count = 0

    init() {
        ring = [Build?](repeating: nil, count: 64)
    }

    var isEmpty: Bool { count == 0 }

    mutating func append(_ build: Build) {
        if count == ring.count { grow() }
        ring[(head + count) & (ring.count - 1)] = build
        count += 1
    }

    /// The build at a place, from 0; nil where the queue ends before.
    subscript(_ place: Int) -> Build? {
        place < count ? ring[(head + place) & (ring.count - 1)] : nil
    }

    /// Takes the build at a place out; those in front of it each move back by one place.
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

    /// The size stays a power of two.
    private mutating func grow() {
        var larger = [Build?](repeating: nil, count: 2 * ring.count)
        for place in 0..<count { larger[place] = self[place] }
        ring = larger
        head = 0
    }
}
