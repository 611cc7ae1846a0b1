import Testing

@testable import Statistics

@Suite struct ComparisonTests {
    @Test(arguments: ReferenceValues.pairs)
    func mannWhitneyAgreesWithReference(_ reference: PairReference) throws {
        let test = MannWhitney(try Sample(reference.first), try Sample(reference.second))
        #expect(test.u == reference.u)
        #expect(agree(test.p, reference.p))
        #expect(test.method == (reference.exact ? .exact : .normal))
        #expect(agree(test.cliffsDelta, reference.cliffsDelta))
    }

    @Test(arguments: ReferenceValues.pairs)
    func mannWhitneyIsSymmetric(_ reference: PairReference) throws {
        let first = try Sample(reference.first)
        let second = try Sample(reference.second)
        let (there, back) = (MannWhitney(first, second), MannWhitney(second, first))
        #expect(agree(there.p, back.p))
        #expect(agree(there.cliffsDelta, -back.cliffsDelta))
        #expect(there.u + back.u == Double(first.count * second.count))
    }

    @Test(arguments: ReferenceValues.pairs)
    func shiftAgreesWithReference(_ reference: PairReference) throws {
        let estimate = HodgesLehmann(from: try Sample(reference.first), to: try Sample(reference.second))
        #expect(agree(estimate.shift, reference.shift))
        #expect(agree(estimate.interval, reference.interval), "\(String(describing: estimate.interval))")
    }

    @Test(arguments: ReferenceValues.differences)
    func signedRankAgreesWithReference(_ reference: DifferenceReference) throws {
        let test = SignedRank(try Sample(reference.values))
        #expect(test.w == reference.w)
        #expect(agree(test.p, reference.p))
        #expect(test.method == (reference.exact ? .exact : .normal))
    }

    @Test(arguments: ReferenceValues.differences)
    func pairedShiftAgreesWithReference(_ reference: DifferenceReference) throws {
        let estimate = PairedShift(reference.values)
        #expect(agree(estimate.shift, reference.shift))
        #expect(agree(estimate.interval, reference.interval), "\(String(describing: estimate.interval))")
    }

    @Test(arguments: [(3, 0.1), (4, 0.029), (5, 0.008), (6, 0.002)])
    func smallestPOfEqualSizes(_ size: Int, _ expected: Double) throws {
        let smallest = try #require(MannWhitney.smallestP(size, size))
        #expect(abs(smallest - expected) < 0.0005)
        // Samples that are wholly apart reach it.
        let low = try Sample((0..<size).map(Double.init))
        let high = try Sample((0..<size).map { Double($0) + 100 })
        #expect(agree(MannWhitney(low, high).p, smallest))
        let pairs = try #require(SignedRank.smallestP(size))
        #expect(agree(SignedRank(try Sample((1...size).map(Double.init))).p, pairs))
    }

    @Test func smallestPOfNothing() {
        #expect(MannWhitney.smallestP(0, 3) == nil)
        #expect(MannWhitney.smallestP(1, 1) == 1)
        #expect(SignedRank.smallestP(0) == nil)
        #expect(SignedRank.smallestP(1) == 1)
    }

    @Test func noDifferencesSpeakForNoDifference() throws {
        let test = SignedRank(try Sample([0, 0, 0]))
        #expect(test.p == 1 && test.count == 0)
        let large = try Sample([Double](repeating: 3, count: 60))
        #expect(MannWhitney(large, large).p == 1)
        #expect(HodgesLehmann(from: large, to: large).shift.sign == .plus)
        #expect(HodgesLehmann(from: large, to: large).shift == 0)
    }

    @Test func findsAPlantedShiftBehindWildValues() throws {
        let base = (0..<40).map { 10 + Double($0 * 7 % 40) / 40 }
        let candidate = base.map { $0 + 0.75 } + [1e6, 1e7]
        let estimate = HodgesLehmann(from: try Sample(base), to: try Sample(candidate))
        #expect(abs(estimate.shift - 0.75) < 0.05)
        #expect(try #require(estimate.interval).contains(0.75))
        #expect(MannWhitney(try Sample(candidate), try Sample(base)).cliffsDelta > 0.8)
    }

    @Test func shiftOfManyValuesNeedsNoTableOfPairs() throws {
        // 20,000 × 20,000 differences would be 3.2 GB.
        let base = try Sample((0..<20_000).map(Double.init))
        let candidate = try Sample((0..<20_000).map { Double($0) + 12.5 })
        #expect(HodgesLehmann(from: base, to: candidate).shift == 12.5)
    }

    @Test func levelOutOfRangeGivesNoInterval() throws {
        let sample = try Sample((0..<9).map(Double.init))
        for level in [0, 1, -1, Double.nan] {
            #expect(PairedShift(sample.values, level: level).interval == nil)
            #expect(HodgesLehmann(from: sample, to: sample, level: level).interval == nil)
        }
    }
}
