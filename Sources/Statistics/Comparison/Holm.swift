/// Corrects the p-values of many comparisons that were made at once, so that the chance of even one false alarm among them stays
/// at the level that one comparison has.
///
/// Source: S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979). It
/// needs no independence of the comparisons, and never claims less than Bonferroni's correction.
public enum Holm {
    /// The adjusted p-values, in the order given: each is to be held against the level as the p of a single comparison is.
    ///
    /// The i-th smallest of m is multiplied by `m + 1 − i`, is at least what a smaller one became, and at most 1.
    /// What is no probability (not a number, infinite, below 0 or above 1) comes back as 1, and counts as a comparison: no claim
    /// can rest on it, and none becomes easier by it. None give none.
    public static func adjusted(_ p: [Double]) -> [Double] {
        let valid = p.map { $0 >= 0 && $0 <= 1 ? $0 : 1 }
        var adjusted = valid
        var largest = 0.0
        for (place, index) in valid.indices.sorted(by: { valid[$0] < valid[$1] }).enumerated() {
            largest = max(largest, min(1, Double(valid.count - place) * valid[index]))
            adjusted[index] = largest
        }
        return adjusted
    }
}
