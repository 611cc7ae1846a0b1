/// The search for how many values are enough.
enum CountSearch {
    /// The fewest, from `least` to `limit`, that suffice: by doubling, then by bisection. nil if `limit` does not
    /// suffice. It is assumed that more suffice where fewer do.
    static func fewest(from least: Int, to limit: Int, suffices: (Int) -> Bool) -> Int? {
        var (low, high) = (least - 1, least)
        while !suffices(high) {
            if high >= limit { return nil }
            low = high
            high = min(2 * high, limit)
        }
        while high - low > 1 {
            let middle = (low + high) / 2
            if suffices(middle) { high = middle } else { low = middle }
        }
        return high
    }
}
