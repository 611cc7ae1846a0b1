/// The exact binomial test of a share: do so many of the cases speak against it?
package enum ShareTest {
    /// The probability that `count` of `cases` or fewer show something, where each does with the probability `share`.
    package static func probability(atMost count: Int, of cases: Int, share: Double) -> Double {
        guard count < cases, share > 0 else { return 1 }
        guard share < 1 else { return 0 }
        return Binomial.cumulative(count, in: cases, probability: share)
    }

    /// The same for `count` or more.
    package static func probability(atLeast count: Int, of cases: Int, share: Double) -> Double {
        probability(atMost: cases - count, of: cases, share: 1 - share)
    }
}
