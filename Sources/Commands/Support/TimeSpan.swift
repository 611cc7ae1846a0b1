import ArgumentParser

/// A length of time, written as 90s, 15m, 1h30m or 2d.
struct TimeSpan: ExpressibleByArgument, CustomStringConvertible {
    private static let units: [(letter: Character, seconds: Double)] = [
        ("d", 86_400), ("h", 3600), ("m", 60), ("s", 1),
    ]
    /// A hundred years: nobody means more, and clocks can reckon with it.
    private static let longest = 100 * 365.25 * 86_400

    let seconds: Double

    var duration: Duration { .seconds(seconds) }

    init(seconds: Double) {
        self.seconds = seconds
    }

    /// Reads numbers each with its unit, the larger units first; `0` needs none.
    init?(argument: String) {
        if argument == "0" {
            self.init(seconds: 0)
            return
        }
        var rest = Substring(argument)
        var sum = 0.0
        for unit in Self.units {
            guard let end = rest.firstIndex(of: unit.letter) else { continue }
            let digits = rest[..<end]
            guard let first = digits.first, first.isASCII, first.isNumber, let count = Double(digits) else {
                return nil
            }
            sum += count * unit.seconds
            rest = rest[rest.index(after: end)...]
        }
        guard !argument.isEmpty, rest.isEmpty, sum.isFinite, sum <= Self.longest else { return nil }
        self.init(seconds: sum)
    }

    var description: String {
        guard seconds > 0,
            let unit = Self.units.first(where: { seconds.truncatingRemainder(dividingBy: $0.seconds) == 0 })
        else { return "\(seconds)s" }
        return "\(Int(seconds / unit.seconds))\(unit.letter)"
    }
}
