/// Corrects the p-values of several simultaneous comparisons, so that the chance of even one false alarm among them
/// stays at the level of a single one. They need not be independent.
///
/// Source: S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6
/// (1979).
package enum Holm {
    /// The adjusted p-values, in the given order: the i-th smallest of m is multiplied by `m + 1 − i`; it is at least
    /// the adjusted value of a smaller one, and at most 1. An invalid probability becomes 1 and counts as a comparison:
    /// it supports no claim, and makes none easier.
    package static func adjusted(_ p: [Double]) -> [Double] {
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
