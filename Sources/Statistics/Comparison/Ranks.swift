/// The ranks of values among each other.
struct Ranks {
    /// The rank of each value, from 1; values that are equal share the mean of theirs.
    let ranks: [Double]
    /// Σ(t³ − t) over the groups of t equal values: 0 where none are equal.
    let tieTerm: Double
    /// How many values are equal, from the smallest value to the largest; 1 for a value that stands alone.
    let groups: [Int]

    init(_ values: [Double]) {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Double](repeating: 0, count: values.count)
        var tieTerm = 0.0
        var groups: [Int] = []
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            let shared = Double(start + 1 + end) / 2
            for index in order[start..<end] { ranks[index] = shared }
            let tied = Double(end - start)
            tieTerm += tied * tied * tied - tied
            groups.append(end - start)
            start = end
        }
        self.ranks = ranks
        self.tieTerm = tieTerm
        self.groups = groups
    }
}
