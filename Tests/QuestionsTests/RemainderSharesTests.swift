import Foundation
import Model
import Testing

@testable import Questions

struct RemainderSharesTests {
    @Test func partsAreGroupedByWhetherTheyHaveACause() throws {
        let survey = [
            ("block_rounding", 100), ("directories", 20), ("layer_records", 3), ("containerd", 4),
            ("uncounted_content", -7),
            ("filesystem", 5), ("foreign", 1),
        ].map { RemainderRecord(part: $0, bytes: $1, at: .distantPast) }
        let shares = try #require(RemainderShares(survey))
        #expect(shares.holding == 120 && shares.records == 7 && shares.uncounted == -7)
        #expect(shares.total == 126)
        // What is too much and what is missing do not make up for each other.
        #expect(shares.unexplained == 13)
    }

    @Test func nothingIsSaidOfADiskThatWasNotSurveyed() {
        #expect(RemainderShares([]) == nil)
    }
}
