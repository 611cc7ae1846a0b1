extension MannWhitney {
    /// The largest U, of two samples of `count` values each of which no two are equal, at which the test's p is at most `level`
    /// for the sample that lies below; −1 where none is.
    static func criticalU(_ count: Int, level: Double) -> Int {
        let pairs = Double(count) * Double(count)
        guard count <= exactLimit else {
            let deviation = (pairs * Double(2 * count + 1) / 12).squareRoot()
            let limit = pairs / 2 - 0.5 + Normal.quantile(level / 2) * deviation
            return max(-1, Int(limit.rounded(.down)))
        }
        let distribution = RankSumDistribution(count, count)
        var u = -1
        while u < count * count / 2, 2 * distribution.probability(atMost: u + 1) <= level { u += 1 }
        return u
    }
}
