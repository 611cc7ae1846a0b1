import Statistics
import Testing

@Suite struct HolmTests {
    @Test(arguments: ReferenceValues.holm)
    func agreesWithReference(_ reference: HolmReference) {
        let adjusted = Holm.adjusted(reference.p)
        #expect(adjusted.count == reference.adjusted.count)
        for (ours, theirs) in zip(adjusted, reference.adjusted) { #expect(agree(ours, theirs)) }
    }

    @Test func staysInOrderAndAtMostOne() {
        var noise = Noise(seed: 3)
        let p = (0..<200).map { _ in min(1, abs(noise.next()) / 3) }
        let adjusted = Holm.adjusted(p)
        let order = p.indices.sorted { p[$0] < p[$1] }
        for (smaller, larger) in zip(order, order.dropFirst()) { #expect(adjusted[smaller] <= adjusted[larger]) }
        for (raw, corrected) in zip(p, adjusted) { #expect(raw <= corrected && corrected <= 1) }
    }

    @Test func whatIsNoProbabilityClaimsNothing() {
        let adjusted = Holm.adjusted([.nan, 0.01, .infinity, -1])
        // The other three count as comparisons.
        #expect(agree(adjusted[1], 0.04))
        #expect([adjusted[0], adjusted[2], adjusted[3]] == [1, 1, 1])
        #expect(Holm.adjusted([]).isEmpty)
    }
}
