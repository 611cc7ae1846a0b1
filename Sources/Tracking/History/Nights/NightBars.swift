import Model
import Questions

/// One bar a night; a night without a value has none.
struct NightBars {
    let name: String
    let title: String
    /// What an axis is labelled with, as `jobs`.
    let unit: String
    let colour: String
    let nights: [PastNight]
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
            height: 240, x: .nights(nights),
            y: .init(unit, from: min(0, lowest) * 1.1, to: max(0, highest) * 1.1, tics: tics(to: highest)),
            layers: [.init(bars, "boxes", colour, title: nil)])
        chart.width = Chart.smallWidth
        chart.rightMargin = 5
        chart.bottomMargin = 3
        return chart
    }

    /// Whole numbers where gnuplot would choose shares of one.
    private func tics(to highest: Double) -> [(label: String?, place: Double)]? {
        guard highest <= 5, values.allSatisfy({ $0 == $0?.rounded() }) else { return nil }
        return (0...max(0, Int(highest))).map { (nil, Double($0)) }
    }
}

extension Chart.Axis {
    /// What an axis is labelled with, and what values are divided by, so that bytes read well up to a value.
    static func unit(of metric: Metric, to highest: Double) -> (name: String, scale: Double) {
        guard ["byte", "bytes"].contains(metric.unit) else { return (metric.unit, 1) }
        let units = [("GB", 1e9), ("MB", 1e6), ("kB", 1e3)]
        return units.first { highest >= $0.1 } ?? ("B", 1)
    }

    /// One place a night, from 1. At most four are labelled with their date, as more would overlap.
    static func nights(_ nights: [PastNight]) -> Chart.Axis {
        let last = nights.count - 1
        let parts = min(last, last < 8 ? 2 : 3)
        let labelled = parts < 1 ? [0] : (0...parts).map { ($0 * last + parts / 2) / parts }
        return Chart.Axis(
            "", from: 0.5, to: Double(nights.count) + 0.5,
            tics: labelled.map { (Words.day(nights[$0].run.record.startedAt), Double($0 + 1)) })
    }
}
