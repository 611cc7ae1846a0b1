import Foundation

/// One figure of the benchmarks beside its bound.
struct Figure {
    let name: String
    let value: Double
    let bound: Double
    let unit: String

    var passes: Bool { value <= bound }

    /// `NAME VALUE BOUND pass|fail`, in columns.
    /// - Parameter suffix: put to the name.
    func line(suffix: String) -> String {
        func pad(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(1, width - text.count))
        }
        let number = String(format: "%.3f", value) + unit
        return pad(name + suffix, 34) + pad(number, 14) + pad("≤" + String(format: "%g", bound) + unit, 12)
            + (passes ? "pass" : "fail")
    }
}

/// The median of some seconds.
func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return .nan }
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}

/// How long some work takes, in seconds.
func seconds(_ work: () async throws -> Void) async rethrows -> Double {
    let clock = ContinuousClock()
    let spent = try await clock.measure(work)
    return Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18
}

/// A line of what was measured beside the figures.
func note(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}
