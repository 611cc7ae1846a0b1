/// Finds steps one by one, each in what the former ones leave between them.
struct StepSearch {
    /// A step before its heights are known.
    struct Found {
        /// The index of the first value after it.
        var index: Int
        /// The share of random orders that are as extreme.
        var p: Double
    }

    let level: Double
    let minimum: Int
    let seed: UInt64

    /// How many random orders a split is held against: five of them may be as extreme at the level.
    private var orders: Int { max(99, Int(min(5 / level, 100_000).rounded(.up)) - 1) }

    /// The steps in ascending order.
    func steps(in series: [Double]) -> [Found] {
        var found: [Found] = []
        var open = [0..<series.count]
        while let part = open.popLast() {
            guard let step = step(in: series[part], at: part.lowerBound) else { continue }
            found.append(step)
            open.append(part.lowerBound..<step.index)
            open.append(step.index..<part.upperBound)
        }
        return found.sorted { $0.index < $1.index }
    }

    /// The steps, each moved to the best place between its neighbours: the first found were placed while others were not known.
    func refined(_ steps: [Found], in series: [Double]) -> [Found] {
        var refined = steps
        for place in refined.indices {
            let start = place > 0 ? refined[place - 1].index : 0
            let end = place + 1 < refined.count ? refined[place + 1].index : series.count
            let ranks = CentredRanks(series[start..<end])
            let whole = SplitSearch(whole: end - start, minimum: minimum)
            if let best = whole.best(of: ranks.values) { refined[place].index = start + best.index }
        }
        return refined
    }

    /// The clearest step of a part of the series, if it is as rare as the level asks.
    private func step(in part: ArraySlice<Double>, at start: Int) -> Found? {
        let search = SplitSearch(count: part.count, minimum: minimum)
        var ranks = CentredRanks(part).values
        guard let best = search.best(of: ranks), best.contrast > 0 else { return nil }
        let orders = orders
        // As many may be as extreme that (their number + 1) / (orders + 1) stays within the level.
        let allowed = Int((level * Double(orders + 1) + 1e-9).rounded(.down)) - 1
        guard allowed >= 0 else { return nil }
        // Each part has numbers of its own, whatever was searched before it.
        let end = start + part.count
        var generator = FastGenerator(
            seed: seed ^ (UInt64(start) &* 0xD1B5_4A32_D192_ED03) ^ (UInt64(end) &* 0x8CB9_2BA7_2F3D_8DD7))
        var extreme = 0
        for _ in 0..<orders {
            generator.shuffle(&ranks)
            if let other = search.best(of: ranks), other.contrast >= best.contrast { extreme += 1 }
            // The rest of the orders could not make it significant again.
            if extreme > allowed { return nil }
        }
        return Found(index: start + best.index, p: Double(extreme + 1) / Double(orders + 1))
    }
}

/// Twice the ranks of values, less their mean: whole numbers, also where values are equal, whose sum is 0.
struct CentredRanks {
    let values: [Double]

    init(_ series: ArraySlice<Double>) {
        let middle = Double(series.count + 1)
        values = Ranks(Array(series)).ranks.map { 2 * $0 - middle }
    }
}

extension FastGenerator {
    /// Puts values in a random order, each as likely as the others (R. Fisher, F. Yates; R. Durstenfeld 1964).
    mutating func shuffle(_ values: inout [Double]) {
        values.withUnsafeMutableBufferPointer { values in
            var last = values.count - 1
            while last > 0 {
                let random = next() >> 32
                let other = Int(truncatingIfNeeded: (random &* UInt64(last + 1)) >> 32)
                let value = values[last]
                values[last] = values[other]
                values[other] = value
                last -= 1
            }
        }
    }
}
