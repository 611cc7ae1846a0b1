import Foundation
import Model
import Questions

/// One metric of some cells of a scenario from night to night, with noise bands and steps.
struct NightChart {
    /// The most series that can be told apart in one chart.
    static let mostLines = styles.count
    /// Colour, and gnuplot's number of a point that differs in shape too.
    private static let styles = [
        (Chart.Colour.blue, 7), (Chart.Colour.orange, 5), (Chart.Colour.green, 9), (Chart.Colour.purple, 11),
        (Chart.Colour.black, 13), (Chart.Colour.sky, 4),
    ]
    /// Characters of the key that fit on a line of a small chart, and what a sample of the line takes of them.
    private static let keyWidth = 60, sampleWidth = 6

    let name: String
    let metric: Metric
    /// At most `mostLines`, each of more than one night.
    let lines: [MetricHistory.Line]
    /// All nights of the scenario, the oldest first.
    let nights: [PastNight]

    var chart: Chart {
        let places = Dictionary(nights.enumerated().map { ($1.run.id, Double($0 + 1)) }) { first, _ in first }
        let steps = Set(lines.flatMap { line in line.steps.compactMap { places[line.points[$0.index].run] } }).sorted()
        let (unit, scale) = Chart.Axis.unit(of: metric, to: lines.flatMap { $0.points.map(\.median) }.max() ?? 0)
        let values = lines.flatMap { $0.points.map { $0.median / scale } }
        let highest = max(values.max() ?? 0, metric.kind == .timed ? 1e-6 : 1)
        let bands = zip(lines, Self.styles).map { line, style in
            // In front of the colour: how transparent it is.
            Chart.Layer(
                band(line, places, scale), "filledcurves", "#C8" + style.0.dropFirst(), title: nil)
        }
        let medians = zip(lines, Self.styles).map { line, style in
            Chart.Layer(
                line.points.compactMap { point in places[point.run].map { [$0, point.median / scale] } },
                "linespoints lw 1.5 ps 0.5 pt \(style.1)", style.0, title: label(line))
        }
        var chart = Chart(
            name: name, title: title, alternative: alternative, height: 290 + 20 * keyRows, x: .nights(nights),
            y: .init(unit, from: min(0, values.min() ?? 0) * 1.1, to: highest * 1.2),
            layers: bands + medians)
        chart.width = Chart.smallWidth
        chart.rightMargin = 5
        chart.bottomMargin = 3 + keyRows
        chart.marks = steps.map { ($0 - 0.5, Chart.Colour.bound, false) }
        chart.notes = steps.enumerated().map { index, place in
            // One below another, so that neighbours do not cover each other.
            Chart.Note(
                text: day(nights[Int(place) - 1]), place: "\(place - 0.5), graph \(0.95 - 0.08 * Double(index % 4))",
                offset: "0.3,0", colour: Chart.Colour.bound)
        }
        return chart
    }

    private var commonFixture: String? {
        let fixtures = Set(lines.map(\.key.fixture))
        return fixtures.count == 1 ? fixtures.first : nil
    }

    private var title: String {
        let fixture = commonFixture.flatMap { $0.isEmpty ? nil : ": " + Words.fixture($0) } ?? ""
        return (metric.words == metric.id ? metric.id : "\(metric.words) (\(metric.id))") + fixture
    }

    /// What it shows, series by series, for those who cannot see it. As Markdown.
    private var alternative: String {
        let series = lines.map { line in
            let ends = [line.points.first, line.points.last].compactMap { $0 }.map {
                ComparisonWords.value($0.median, metric)
            }
            let steps = line.steps.map { "step on \(Words.day(line.points[$0.index].startedAt))" }
            let found = steps.isEmpty ? "no step" : steps.joined(separator: ", ")
            return
                "\(Markdown.escaped(label(line))): \(ends.joined(separator: " to ")) in \(line.points.count) nights, \(found)"
        }
        return "\(Markdown.escaped(title)). " + series.joined(separator: ". ") + "."
    }

    /// The cell in words; without the fixture where all have the same, as it is in the title.
    private func label(_ line: MetricHistory.Line) -> String {
        var key = line.key
        if commonFixture != nil, !(key.configuration.isEmpty && !key.cold) { key.fixture = "" }
        return ComparisonWords.plainJobs(key)
    }

    private var keyRows: Int {
        let longest = lines.map { label($0).count }.max() ?? 0
        let columns = max(1, Self.keyWidth / (longest + Self.sampleWidth))
        return (lines.count + columns - 1) / columns
    }

    /// The noise band's rows; an empty row where there is none breaks it.
    private func band(_ line: MetricHistory.Line, _ places: [UUID: Double], _ scale: Double) -> [[Double]] {
        zip(line.points, NoiseBand.ranges(of: line)).map { point, range in
            guard let range, let place = places[point.run] else { return [] }
            return [place, range.lowerBound / scale, range.upperBound / scale]
        }
    }

    private func day(_ night: PastNight) -> String { Words.day(night.run.record.startedAt) }
}

extension MetricHistory {
    /// The series in groups that a chart can show: all in one, or by fixture where they are many, or so far apart that the
    /// smaller ones would be flat.
    var chartGroups: [[Line]] {
        let sizes = lines.compactMap { $0.points.last?.median }.filter { $0 > 0 }
        let isWide = (sizes.max() ?? 0) > 10 * (sizes.min() ?? 0)
        guard lines.count > NightChart.mostLines || isWide else { return [lines] }
        return Dictionary(grouping: lines, by: \.key.fixture).sorted { $0.key < $1.key }.flatMap { _, lines in
            stride(from: 0, to: lines.count, by: NightChart.mostLines).map {
                Array(lines[$0..<min($0 + NightChart.mostLines, lines.count)])
            }
        }
    }
}
