/// Finds the place at which values differ most between their two sides, within any of many stretches of the series: of
/// the lengths n, n/√2, n/2, … down to two segments, those of one length overlapping by half or more. In all O(n·log n)
/// places.
///
/// Source: S. Kovács, P. Bühlmann, H. Li, A. Munk, "Seeded binary segmentation", Biometrika 110 (2023), definition 1.
struct SplitSearch {
    /// A place and the difference between its sides.
    struct Best {
        let index: Int
        /// The squared difference of the sides' means, in units of its variance: `(Ā − B̄)²·l·r/(l + r)`.
        let contrast: Double
    }

    private struct Layer {
        let length: Int
        let starts: [Int]
        /// By the number of values before the place: one over the variance of `A·length − whole·l`.
        let weights: [Double]
    }

    private let minimum: Int
    private let layers: [Layer]

    /// Searches series of `count` values for places with at least `minimum` values on either side.
    init(count: Int, minimum: Int) {
        var layers: [Layer] = []
        var length = Double(count)
        var last = 0
        while length.rounded() >= Double(2 * minimum) {
            let whole = Int(length.rounded())
            if whole != last { layers.append(Self.layer(of: whole, in: count)) }
            last = whole
            length *= 0.5.squareRoot()
        }
        // The shortest stretch: one segment beside another.
        if count >= 2 * minimum, last != 2 * minimum { layers.append(Self.layer(of: 2 * minimum, in: count)) }
        (self.minimum, self.layers) = (minimum, layers)
    }

    /// Searches series of `count` values as a whole only.
    init(whole count: Int, minimum: Int) {
        self.minimum = minimum
        layers = count >= 2 * minimum ? [Self.layer(of: count, in: count)] : []
    }

    private static func layer(of length: Int, in count: Int) -> Layer {
        let stretches = 2 * ((count + length - 1) / length) - 1
        let starts = (0..<stretches).map { stretches == 1 ? 0 : $0 * (count - length) / (stretches - 1) }
        let weights = (0..<length).map { (left: Int) -> Double in
            left == 0 ? 0 : 1 / (Double(left) * Double(length - left) * Double(length))
        }
        return Layer(length: length, starts: starts, weights: weights)
    }

    /// The place with the greatest contrast, the first of equal ones; nil if two segments do not fit.
    ///
    /// Whole numbers are summed without rounding, so that equal sides have equal contrasts in every order.
    func best(of values: [Double]) -> Best? {
        guard !layers.isEmpty else { return nil }
        var sums = [Double](repeating: 0, count: values.count + 1)
        var index = 0
        var contrast = -1.0
        sums.withUnsafeMutableBufferPointer { sums in
            var sum = 0.0
            for (place, value) in values.enumerated() {
                sum += value
                sums[place + 1] = sum
            }
            for layer in layers {
                let length = Double(layer.length)
                layer.weights.withUnsafeBufferPointer { weights in
                    for start in layer.starts {
                        let before = sums[start]
                        let whole = sums[start + layer.length] - before
                        var left = minimum
                        while left <= layer.length - minimum {
                            let difference = (sums[start + left] - before) * length - whole * Double(left)
                            let found = difference * difference * weights[left]
                            if found > contrast {
                                contrast = found
                                index = start + left
                            }
                            left += 1
                        }
                    }
                }
            }
        }
        return Best(index: index, contrast: contrast)
    }
}
