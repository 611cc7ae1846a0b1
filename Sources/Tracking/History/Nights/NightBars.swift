import Questions

/// One bar a night; a night without a value has none.
struct NightBars {
    let name: String
    let title: String
    /// What an axis is labelled with, as `jobs`.
    let unit: String
    let colour: String
    let nights: [Night]
    /// One a night, in `unit`.
    let values: [Double?]

    /// Nil where every night has 0 or none: a sentence says that better.
    var chart: Chart? {
        let known = values.compactMap { $0 }
        guard let highest = known.max(), let lowest = known.min(), highest > 0 || lowest < 0 else { return nil }
        let bars = values.enumerated().compactMap { index, value in
            value.map { [Double(index + 1), $0, 0.8] }
        }
        let least = Words.plain(lowest), most = Words.plain(highest)
        var chart = Chart(
            name: name, title: title,
            alternative: "\(title): \(least) to \(most) \(unit) in \(Words.count(known.count, "night", "nights"))",
            height: 260, x: .nights(nights),
            y: .init(unit, from: min(0, lowest) * 1.1, to: max(0, highest) * 1.1, tics: tics(to: highest)),
            layers: [.init(bars, "boxes", colour, title: nil)])
        chart.width = Chart.smallWidth
        chart.rightMargin = 5
        chart.bottomMargin = 4
        return chart
    }

    /// Whole numbers where gnuplot would choose shares of one.
    private func tics(to highest: Double) -> [(label: String?, place: Double)]? {
        guard highest <= 5, values.allSatisfy({ $0 == $0?.rounded() }) else { return nil }
        return (0...max(0, Int(highest))).map { (nil, Double($0)) }
    }
}

extension Chart.Axis {
    /// One place a night, from 1. At most five are labelled with their date, the first and the last among them.
    static func nights(_ nights: [Night]) -> Chart.Axis {
        let last = nights.count - 1
        let labelled = last < 5 ? Array(nights.indices) : (0...4).map { ($0 * last + 2) / 4 }
        return Chart.Axis(
            "nights, the newest on the right", from: 0.5, to: Double(nights.count) + 0.5,
            tics: labelled.map { (Words.day(nights[$0].run.record.startedAt), Double($0 + 1)) })
    }
}
