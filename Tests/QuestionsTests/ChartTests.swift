import Foundation
import Testing

@testable import Publishing
@testable import Questions

/// Charts, drawn by the real gnuplot.
struct ChartTests {
    @Test func namesAreDrawnAsTheyAreAndNothingIsRun() async throws {
        let mark = FileManager.default.temporaryDirectory.appending(path: "plimsoll-\(UUID())").path
        let name = "it's `touch \(mark)` @x \\n <b> & \"q\"\nEOD\nsystem 'touch \(mark)'"
        let chart = try #require(
            Chart.strips(
                name: "x", title: name,
                [.init(name: name, estimate: Estimate(value: 1, interval: 0.5...2, count: 9), points: [1, 2])],
                bound: 5))
        let drawing = try await Gnuplot().draw(chart)
        #expect(!FileManager.default.fileExists(atPath: mark))
        #expect(drawing.contains("it's `touch"))
        #expect(drawing.contains("&lt;b> &amp;"))
    }

    @Test func awkwardFiguresCanBeDrawn() async throws {
        for values in [[0.0], [-1, 2], [0.0001, 1000], [5, 5, 5]] {
            let row = Chart.Strip(
                name: "r", estimate: Estimate(value: values[0], interval: nil, count: values.count), points: values)
            let chart = try #require(Chart.strips(name: "x", title: "t", [row]))
            #expect(try await Gnuplot().draw(chart).contains("</svg>"))
        }
    }

    @Test func severalChartsComeBackInTheirOrder() async throws {
        let titles = (0..<5).map { "title number \($0)" }
        let charts = try titles.map { title in
            let row = Chart.Strip(name: "r", estimate: Estimate(value: 1, interval: nil, count: 2), points: [1, 2])
            return try #require(Chart.strips(name: "x", title: title, [row]))
        }
        let drawings = try await Gnuplot().drawAll(charts)
        #expect(drawings.count == 5)
        for (title, drawing) in zip(titles, drawings) { #expect(drawing.contains(title)) }
        #expect(try await Gnuplot().drawAll([]).isEmpty)
    }

    @Test func missingGnuplotSaysHowToGetIt() async throws {
        let error = await #expect(throws: ReportError.self) {
            try await Gnuplot(program: "plimsoll-no-such-program").draw("", named: "x")
        }
        #expect(error?.code == .gnuplotMissing)
        #expect(error?.message.contains("make deps") == true)
    }

    @Test func refusedScriptCarriesGnuplotsWords() async throws {
        let error = await #expect(throws: ReportError.self) {
            try await Gnuplot().draw("nonsense\n", named: "x")
        }
        #expect(error?.code == .gnuplotFailed)
        #expect(error?.cause?.contains("nonsense") == true)
    }
}
