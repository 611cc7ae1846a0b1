import Testing

@testable import Statistics

@Suite struct StratifiedSignedRankTests {
    @Test(arguments: ReferenceValues.stratified)
    func agreesWithReference(_ reference: StratifiedReference) {
        let test = StratifiedSignedRank(reference.strata)
        #expect(test.w == reference.w)
        #expect(agree(test.p, reference.p), "\(test.p) against \(reference.p)")
        #expect(test.method == (reference.exact ? .exact : .normal))
        #expect(agree(test.rankBiserial, reference.rankBiserial))
    }

    /// Every assignment of signs, counted.
    @Test(arguments: [[9], [5, 4], [3, 3, 3], [1, 6, 2], [1, 1, 1, 1, 1]])
    func agreesWithEnumeration(_ counts: [Int]) {
        var noise = Noise(seed: UInt64(counts[0]))
        // Rounded to halves: many ties, some zeros.
        let strata = counts.map { noise.values($0, around: 0.5).map { ($0 * 2).rounded() / 2 } }
        let ranks = strata.flatMap { Ranks($0.filter { $0 != 0 }.map(abs)).ranks }
        let signs = strata.joined().filter { $0 != 0 }.map { $0 > 0 }
        let observed = zip(ranks, signs).reduce(0) { $1.1 ? $0 + $1.0 : $0 }
        let sums = (0..<(1 << ranks.count)).map { flips in
            ranks.indices.reduce(0) { (flips >> $1) & 1 == 1 ? $0 + ranks[$1] : $0 }
        }
        let upper = Double(sums.count(where: { $0 >= observed })) / Double(sums.count)
        let lower = Double(sums.count(where: { $0 <= observed })) / Double(sums.count)
        let test = StratifiedSignedRank(strata)
        #expect(test.count == ranks.count && test.w == observed)
        #expect(agree(test.p, min(1, 2 * min(upper, lower))))
    }

    @Test(arguments: ReferenceValues.differences)
    func oneStratumIsTheOrdinaryTest(_ reference: DifferenceReference) {
        let test = StratifiedSignedRank([reference.values], exactLimit: SignedRank.exactLimit)
        #expect(test.w == reference.w)
        #expect(agree(test.p, reference.p))
        #expect(test.method == (reference.exact ? .exact : .normal))
    }

    @Test func theOrderOfStrataAndPairsDoesNotMatter() {
        var noise = Noise(seed: 12)
        let strata = [noise.values(7, around: 0.4), noise.values(5), noise.values(9, around: 0.2)]
        let test = StratifiedSignedRank(strata)
        #expect(test == StratifiedSignedRank(strata.reversed().map { $0.sorted() } + [[]]))
    }

    @Test func exchangedSidesGiveTheSameProbability() {
        var noise = Noise(seed: 13)
        let strata = [noise.values(7, around: 0.4), noise.values(140, around: 0.2), noise.values(60)]
        for some in [Array(strata.prefix(1)), strata] {
            let (there, back) = (
                StratifiedSignedRank(some), StratifiedSignedRank(some.map { $0.map { difference in -difference } })
            )
            #expect(agree(there.p, back.p))
            #expect(agree(there.rankBiserial, -back.rankBiserial))
        }
    }

    @Test func withoutDifferencesThereIsNothingToSee() {
        for strata in [[], [[]], [[0, 0, 0], [0, -0.0]]] as [[[Double]]] {
            let test = StratifiedSignedRank(strata)
            #expect(test.p == 1 && test.count == 0 && test.w == 0 && test.rankBiserial == 0)
        }
        #expect(StratifiedSignedRank([[0.2]]).p == 1)
    }

    @Test(arguments: [[8], [4, 4], [1, 1, 1, 5], [0, 8]])
    func allOnOneSideReachTheSmallest(_ counts: [Int]) {
        var noise = Noise(seed: 14)
        let test = StratifiedSignedRank(counts.map { noise.values($0, around: 20) })
        #expect(agree(test.p, StratifiedSignedRank.smallestP(counts)))
        #expect(agree(test.p, 2.0 / 256))
        #expect(test.rankBiserial == 1)
    }

    @Test func smallestPOfNothing() {
        #expect(StratifiedSignedRank.smallestP([]) == 1)
        #expect(StratifiedSignedRank.smallestP([0, 0]) == 1)
        #expect(StratifiedSignedRank.smallestP([1]) == 1)
    }

    @Test func atTheExactLimitTheApproximationIsClose() {
        var noise = Noise(seed: 15)
        let strata = [noise.values(120, around: 0.2), noise.values(80, around: 0.1)]
        let exact = StratifiedSignedRank(strata)
        let normal = StratifiedSignedRank(strata, exactLimit: 0)
        #expect(exact.method == .exact && normal.method == .normal)
        #expect(agree(exact.p, normal.p, relative: 0.02), "\(exact.p) against \(normal.p)")
    }

    @Test func aNoisyStratumDoesNotHideAQuietOne() throws {
        var noise = Noise(seed: 16)
        let quiet = noise.values(12).map { 0.05 + 0.02 * $0 }
        // As many above as below 0, as where nothing changed.
        let loud = (1...6).flatMap { [Double($0), -Double($0)] }
        let apart = StratifiedSignedRank([quiet, loud])
        let pooled = SignedRank(try Sample(quiet + loud))
        #expect(apart.p < 0.1 && pooled.p > 2 * apart.p, "\(apart.p), pooled \(pooled.p)")
    }

    @Test func alarmsAtTheLevelWhereNothingChanged() {
        var noise = Noise(seed: 17)
        let tests = (0..<1000).map { _ in
            StratifiedSignedRank([noise.values(12), noise.values(12).map { 5 * $0 }]).p
        }
        // Within four standard errors of 5 % of 1,000.
        let alarms = tests.count(where: { $0 <= 0.05 })
        #expect(alarms >= 22 && alarms <= 78, "\(alarms)")
    }
}
