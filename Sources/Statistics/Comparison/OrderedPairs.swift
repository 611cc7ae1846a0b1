/// Values made from all pairs of sorted values. They are too many to be stored, so they are counted.
struct OrderedPairs {
    let count: Int
    private let bounds: ClosedRange<Double>
    /// How many are at most a limit, in linear time.
    let countAtMost: (Double) -> Int

    /// `a − b` for every a of one list and b of another, both ascending.
    init(differences first: [Double], _ second: [Double]) {
        count = first.count * second.count
        bounds = first[0] - second[second.count - 1]...first[first.count - 1] - second[0]
        countAtMost = { limit in
            var (sum, tooSmall) = (0, 0)
            for value in first {
                // The larger the value, the more of the second list is too small to bring it down to the limit.
                while tooSmall < second.count, value - second[tooSmall] > limit { tooSmall += 1 }
                sum += second.count - tooSmall
            }
            return sum
        }
    }

    /// The mean of every two values of an ascending list, each also paired with itself.
    init(averages values: [Double]) {
        count = values.count * (values.count + 1) / 2
        bounds = values[0]...values[values.count - 1]
        countAtMost = { limit in
            var (sum, end) = (0, values.count)
            for (index, value) in values.enumerated() {
                while end > index, value / 2 + values[end - 1] / 2 > limit { end -= 1 }
                if end <= index { break }
                sum += end - index
            }
            return sum
        }
    }

    /// Those of several lists together, at least one.
    init(_ lists: [OrderedPairs]) {
        count = lists.reduce(0) { $0 + $1.count }
        bounds = lists.reduce(lists[0].bounds) {
            min($0.lowerBound, $1.bounds.lowerBound)...max($0.upperBound, $1.bounds.upperBound)
        }
        countAtMost = { limit in lists.reduce(0) { $0 + $1.countAtMost(limit) } }
    }

    /// The value of a rank, from 1, by bisection over all floating-point numbers between the bounds.
    ///
    /// At most 64 counts of linear time, no memory, and an exact result: the smallest number that is not less than
    /// `rank` values is one of the values.
    func ranked(_ rank: Int) -> Double {
        var (low, high) = (bounds.lowerBound.orderedBits, bounds.upperBound.orderedBits)
        while low < high {
            // The mean, rounded down, without overflow of the sum.
            let middle = (low & high) + ((low ^ high) >> 1)
            if countAtMost(Double(orderedBits: middle)) >= rank { high = middle } else { low = middle + 1 }
        }
        // Adding 0 turns −0 into 0; in this order −0 is the smaller of the two.
        return Double(orderedBits: low) + 0
    }

    /// From the k-th smallest to the k-th largest, with the largest k for which `2·P(statistic ≤ k − 1) ≤ 1 − level`.
    /// nil if even k = 1 exceeds it, or the level is not within 0…1.
    ///
    /// - Parameter distribution: makes the probability of a statistic of at most its argument, if nothing differs.
    func interval(level: Double, distribution: () -> (Int) -> Double) -> Interval? {
        guard level > 0, level < 1 else { return nil }
        let probability = distribution()
        func outside(_ k: Int) -> Double { 2 * probability(k - 1) }
        var low = 0
        var high = (count + 1) / 2
        while low < high {
            let middle = (low + high + 1) / 2
            if outside(middle) <= 1 - level { low = middle } else { high = middle - 1 }
        }
        guard low > 0 else { return nil }
        return Interval(low: ranked(low), high: ranked(count + 1 - low), level: 1 - outside(low))
    }

    var median: Double {
        let low = ranked((count + 1) / 2)
        if count % 2 == 1 { return low }
        let high = ranked(count / 2 + 1)
        return low == high ? low : low / 2 + high / 2
    }
}

extension Double {
    /// An integer with the same order as the numbers.
    fileprivate var orderedBits: Int64 {
        let bits = Int64(bitPattern: bitPattern)
        return bits < 0 ? bits ^ .max : bits
    }

    fileprivate init(orderedBits: Int64) {
        self.init(bitPattern: UInt64(bitPattern: orderedBits < 0 ? orderedBits ^ .max : orderedBits))
    }
}
