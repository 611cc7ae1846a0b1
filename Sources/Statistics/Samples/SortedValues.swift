/// Order statistics of values that are sorted already.
extension [Double] {
    /// The median of values in ascending order, of which there is at least one.
    var middle: Double {
        let low = self[(count - 1) / 2]
        let high = self[count / 2]
        // Halved before they are added: the sum of two finite values need not be finite.
        return low == high ? low : low / 2 + high / 2
    }

    /// The quantile of type 7 of values in ascending order; nil when there are none, or outside 0…1.
    func quantile(_ probability: Double) -> Double? {
        guard let last = indices.last, probability >= 0, probability <= 1 else { return nil }
        let position = probability * Double(last)
        let index = Swift.min(Int(position), last)
        let low = self[index]
        let high = self[Swift.min(index + 1, last)]
        return low == high ? low : low + (position - Double(index)) * (high - low)
    }
}
