import Statistics
import Testing

/// What a number of cases excludes of which none showed something, beside SciPy's exact binomial test.
struct UnseenTests {
    @Test(arguments: ReferenceValues.unseenShares)
    func sharesAreThoseOfTheExactTest(count: Int, level: Double, share: Double) {
        #expect(abs(Unseen.largestShare(of: Double(count), level: level) - share) < 1e-9)
        // So many cases exclude a larger share, and one fewer does not.
        #expect(Unseen.casesNeeded(toExcludeOver: share, level: level) == Double(count))
        #expect(Unseen.largestShare(of: Double(count - 1), level: level) > share)
    }

    @Test func manyCasesFollowTheRuleOfThree() {
        for count in [100.0, 1000, 100_000] {
            #expect(abs(Unseen.largestShare(of: count) * count - 3) < 0.05)
        }
    }

    @Test func theEndsAreDefined() {
        #expect(Unseen.largestShare(of: 0) == 1 && Unseen.largestShare(of: 5, level: 1) == 1)
        #expect(Unseen.largestShare(of: 5, level: 0) == 0)
        #expect(Unseen.casesNeeded(toExcludeOver: 0) == nil && Unseen.casesNeeded(toExcludeOver: 1) == 1)
        #expect(Unseen.casesNeeded(toExcludeOver: 0.1, level: 1) == nil)
        #expect(Unseen.casesNeeded(toExcludeOver: 0.1) == 29)
    }
}
