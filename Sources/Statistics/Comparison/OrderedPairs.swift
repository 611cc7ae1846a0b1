/// Values made of all pairs of sorted values, too many to be stored: they are counted instead.
protocol OrderedPairs {
    /// How many there are.
    var count: Int { get }
    /// A bound that none exceeds from below, and one from above.
    var bounds: ClosedRange<Double> { get }
    /// How many do not exceed `limit`, in linear time.
    func count(atMost limit: Double) -> Int
}

extension OrderedPairs {
    /// The value of a rank, from 1, found by halving the range of all floating-point numbers between the bounds.
    ///
    /// At most 64 counts of linear time, no memory, and an exact result: the smallest number that `rank` values do not exceed
    /// is one of the values.
    func ranked(_ rank: Int) -> Double {
        var low = bounds.lowerBound.orderedBits
        var high = bounds.upperBound.orderedBits
        while low < high {
            // The mean, rounded down, without the overflow of a sum.
            let middle = (low & high) + ((low ^ high) >> 1)
            if count(atMost: Double(orderedBits: middle)) >= rank { high = middle } else { low = middle + 1 }
        }
        // Adding 0 makes 0 of −0, which is the smaller of the two here.
        return Double(orderedBits: low) + 0
    }

    /// Their median.
    var median: Double {
        let low = ranked((count + 1) / 2)
        if count % 2 == 1 { return low }
        let high = ranked(count / 2 + 1)
        return low == high ? low : low / 2 + high / 2
    }
}

/// `a − b` for every a of one list and b of another, both ascending.
struct PairwiseDifferences: OrderedPairs {
    private let first: [Double]
    private let second: [Double]

    init(_ first: [Double], _ second: [Double]) {
        self.first = first
        self.second = second
    }

    var count: Int { first.count * second.count }

    var bounds: ClosedRange<Double> {
        first[0] - second[second.count - 1]...first[first.count - 1] - second[0]
    }

    func count(atMost limit: Double) -> Int {
        var sum = 0
        var tooSmall = 0
        for value in first {
            // The larger the value, the more of the second list is too small to bring it down to the limit.
            while tooSmall < second.count, value - second[tooSmall] > limit { tooSmall += 1 }
            sum += second.count - tooSmall
        }
        return sum
    }
}

/// The mean of every two values of an ascending list, each with itself too.
struct WalshAverages: OrderedPairs {
    private let values: [Double]

    init(_ values: [Double]) {
        self.values = values
    }

    var count: Int { values.count * (values.count + 1) / 2 }

    var bounds: ClosedRange<Double> { values[0]...values[values.count - 1] }

    func count(atMost limit: Double) -> Int {
        var sum = 0
        var end = values.count
        for (index, value) in values.enumerated() {
            while end > index, value / 2 + values[end - 1] / 2 > limit { end -= 1 }
            if end <= index { break }
            sum += end - index
        }
        return sum
    }
}

extension Double {
    /// An integer that orders as the numbers do.
    fileprivate var orderedBits: Int64 {
        let bits = Int64(bitPattern: bitPattern)
        return bits < 0 ? bits ^ .max : bits
    }

    fileprivate init(orderedBits: Int64) {
        self.init(bitPattern: UInt64(bitPattern: orderedBits < 0 ? orderedBits ^ .max : orderedBits))
    }
}
