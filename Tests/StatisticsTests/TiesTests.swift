import Testing

@testable import Statistics

@Suite struct TiesTests {
    @Test func withoutTiesItIsTheOrdinaryDistribution() {
        let ordinary = RankSumDistribution(7, 9)
        for u in 0...63 {
            let tied = TiedRankSum(groups: [Int](repeating: 1, count: 16), count: 7, doubled: 2 * u)
            #expect(agree(tied.atMost, ordinary.probability(atMost: u)))
            #expect(agree(tied.below, ordinary.probability(atMost: u - 1)))
        }
    }

    /// Every choice of the first sample's values, counted.
    @Test(arguments: [[1, 2, 1, 3, 2], [6, 3], [1, 7, 1], [2, 2, 2, 2, 2], [9]])
    func agreesWithEnumeration(_ groups: [Int]) {
        let ranks = Ranks(groups.enumerated().flatMap { [Double](repeating: Double($0), count: $1) }).ranks
        for count in 1..<ranks.count {
            let least = count * (count + 1)
            let choices = (0..<(1 << ranks.count)).filter { $0.nonzeroBitCount == count }
            let sums = choices.map { (chosen: Int) -> Int in
                var sum = -least
                for (place, rank) in ranks.enumerated() where (chosen >> place) & 1 == 1 { sum += Int(2 * rank) }
                return sum
            }
            for doubled in Set(sums) {
                let tail = TiedRankSum(groups: groups, count: count, doubled: doubled)
                let atMost = Double(sums.count(where: { $0 <= doubled })) / Double(sums.count)
                let below = Double(sums.count(where: { $0 < doubled })) / Double(sums.count)
                #expect(agree(tail.atMost, atMost))
                #expect(agree(tail.below, below))
            }
        }
    }

    @Test func workedByHand() throws {
        func p(_ first: [Double], _ second: [Double]) throws -> Double {
            let test = MannWhitney(try Sample(first), try Sample(second))
            #expect(test.method == .exact)
            return test.p
        }
        // Mean ranks 1, 2.5, 2.5, 4: two of the six choices of two have a sum of 3.5 or less.
        #expect(try agree(p([1, 2], [2, 3]), 2.0 * 2 / 6))
        // Not symmetric: of mean ranks 2, 2, 2, 4 the largest is one choice of four, the smallest three.
        #expect(try agree(p([2], [1, 1, 1]), 2.0 / 4))
        #expect(try agree(p([1], [1, 1, 2]), 1))
        // Wholly apart: one choice of 20, and one on the other side.
        #expect(try agree(p([1, 1, 1], [2, 2, 2]), 2.0 / 20))
        #expect(try agree(p([2, 2, 2], [1, 1, 1]), 2.0 / 20))
        #expect(try p([5, 5, 5, 5], [5, 5, 5]) == 1)
    }

    @Test func hugeTiesBeyondTheExactLimit() throws {
        // 60 of 100 against 40 of 100 in a table of two by two: z = (5000 − 4000 − ½) / √125,628 = 2.820.
        let first = [Double](repeating: 1, count: 60) + [Double](repeating: 2, count: 40)
        let second = [Double](repeating: 1, count: 40) + [Double](repeating: 2, count: 60)
        let test = MannWhitney(try Sample(first), try Sample(second))
        #expect(test.u == 4000 && test.method == .normal)
        #expect(agree(test.p, 2 * Normal.cumulative(-2.820), relative: 0.005))
    }

    @Test func oneValueOnEachSideSaysNothing() throws {
        let one = try Sample([1])
        let other = try Sample([7])
        #expect(MannWhitney(one, other).p == 1 && MannWhitney(one, one).p == 1)
        #expect(MannWhitney(one, one).cliffsDelta == 0 && MannWhitney(other, one).cliffsDelta == 1)
        let shift = HodgesLehmann(from: one, to: other)
        #expect(shift.shift == 6 && shift.interval == nil)
        #expect(one.medianInterval() == nil && one.medianAbsoluteDeviation == 0 && one.variance == 0)
    }
}
