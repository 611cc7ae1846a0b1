import Foundation
import Statistics
import Testing

/// The exact binomial test of a share.
struct ShareTestTests {
    @Test func theProbabilitiesAreThoseOfTheBinomialDistribution() {
        // Of five throws of a coin: 1, 5, 10, 10, 5, 1 of 32 ways.
        for (count, ways) in [1, 6, 16, 26, 31, 32].enumerated() {
            #expect(abs(ShareTest.probability(atMost: count, of: 5, share: 0.5) - Double(ways) / 32) < 1e-12)
        }
        #expect(abs(ShareTest.probability(atMost: 0, of: 3, share: 0.2) - 0.512) < 1e-12)
        #expect(abs(ShareTest.probability(atLeast: 3, of: 3, share: 0.2) - 0.008) < 1e-12)
    }

    @Test func bothSidesTogetherCountEveryCaseOnce() {
        for count in 1...20 {
            let sum =
                ShareTest.probability(atMost: count - 1, of: 20, share: 0.3)
                + ShareTest.probability(atLeast: count, of: 20, share: 0.3)
            #expect(abs(sum - 1) < 1e-12)
        }
    }

    @Test func theEndsAreDefined() {
        #expect(ShareTest.probability(atMost: 0, of: 0, share: 0.5) == 1)
        #expect(ShareTest.probability(atMost: 2, of: 5, share: 0) == 1)
        #expect(ShareTest.probability(atMost: 2, of: 5, share: 1) == 0)
        #expect(ShareTest.probability(atLeast: 0, of: 5, share: 0.5) == 1)
    }
}
