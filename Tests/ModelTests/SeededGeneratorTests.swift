import Model
import Testing

@Suite("Seeded generator")
struct SeededGeneratorTests {
    @Test("gives SplitMix64's published values for seed 1234567")
    func published() {
        var generator = SeededGenerator(seed: 1_234_567)
        let values = (0..<5).map { _ in generator.next() }
        #expect(
            values == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    @Test("is apart for each purpose, and the same for the same")
    func purposes() {
        func first(_ seed: UInt64, _ purpose: String) -> UInt64 {
            var generator = SeededGenerator(seed: seed, purpose: purpose)
            return generator.next()
        }
        #expect(first(1, "order") == first(1, "order"))
        #expect(Set([first(1, "order"), first(1, "trace"), first(2, "order"), first(2, "trace")]).count == 4)
    }
}
