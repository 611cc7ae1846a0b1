/// The lower tail of the exact distribution of U when all orders of the values are equally likely, and some values are equal.
///
/// Source: the permutation distribution of midranks, E. Lehmann, "Nonparametrics: Statistical Methods Based on Ranks" (1975),
/// section 1.4; counted group by group of equal values instead of order by order. Only additions of positive numbers: the
/// relative error stays near the machine's.
struct TiedRankSum {
    /// P(U ≤ u).
    let atMost: Double
    /// P(U < u).
    let below: Double

    /// - Parameters:
    ///   - groups: how many values are equal, from the smallest value to the largest; 1 for a value that stands alone.
    ///   - count: how many of all values are the first sample's.
    ///   - doubled: 2·u, as a pair of equal values counts one half.
    init(groups: [Int], count: Int, doubled: Int) {
        let total = groups.reduce(0, +)
        let width = doubled + 1
        // By how many values of the groups so far are the first sample's, and by the 2·U that these have: in how many ways.
        var ways = [Double](repeating: 0, count: (count + 1) * width)
        ways[0] = 1
        var seen = 0
        ways.withUnsafeMutableBufferPointer { ways in
            for size in groups {
                let choices = (0...size).map { Binomial.coefficient(size, $0) }
                // Fewer than these could not be made up by the groups to come.
                let least = max(0, count - (total - seen - size))
                // From the most downwards, so that what a row is made of has not been overwritten. Of a group's values none, and
                // then nothing is added to U, or some are the first sample's.
                for taken in stride(from: min(count, seen + size), through: least, by: -1) {
                    for chosen in stride(from: 1, through: min(size, taken), by: 1) {
                        let before = taken - chosen
                        let others = seen - before
                        if others < 0 { continue }
                        // Each exceeds the second sample's values before it, and half of those in its group.
                        let added = chosen * (2 * others + size - chosen)
                        let reach = min(2 * before * others, doubled - added)
                        if reach < 0 { continue }
                        let target = taken * width + added
                        let source = before * width
                        for u in 0...reach { ways[target + u] += choices[chosen] * ways[source + u] }
                    }
                }
                seen += size
            }
        }
        let orders = Binomial.coefficient(total, count)
        let tail = ways[(count * width)...]
        let sum = tail.dropLast().reduce(0, +)
        below = sum / orders
        atMost = (sum + ways[count * width + doubled]) / orders
    }
}
