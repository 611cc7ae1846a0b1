import Testing

@testable import Commands
@testable import Tracking

/// Pictures fit the terminal, and need nothing that it cannot show.
@Suite struct ScreenTests {
    @Test(
        arguments: [
            ([:], nil, 80), ([:], 120, 120), (["COLUMNS": "100"], 120, 100), (["COLUMNS": "x"], 90, 90),
            (["COLUMNS": "7"], nil, 60), ([:], 1000, 160),
        ] as [([String: String], Int?, Int)])
    func theWidthIsToldByTheEnvironmentOrTheTerminal(_ environment: [String: String], _ columns: Int?, _ width: Int) {
        #expect(Screen(environment: environment, columns: columns).width == width)
    }

    @Test(
        arguments: [
            ([:], false), (["LANG": "C.UTF-8"], true), (["LANG": "de_DE.utf8"], true), (["LANG": "C"], false),
            (["LC_ALL": "C", "LANG": "C.UTF-8"], false), (["LC_ALL": "", "LC_CTYPE": "en_US.UTF-8"], true),
            (["LANG": "de_DE.ISO-8859-1"], false),
        ] as [([String: String], Bool)])
    func theLocaleTellsWhatCanBeShown(_ environment: [String: String], _ isUnicode: Bool) {
        #expect(Screen(environment: environment, columns: nil).isUnicode == isUnicode)
    }

    private func bar(_ start: Double, _ end: Double, _ kind: TimelineBars.Kind = .built, unicode: Bool = true) -> String
    {
        TimelineBars(start: 0, end: 10, width: 10, isUnicode: unicode)
            .bar(JobTimeline.Span(start: start, end: end), kind)
    }

    @Test func barsStandWhereTheirTimesAre() {
        #expect(bar(0, 10) == "██████████" && bar(2, 5) == "  ███" && bar(9, 10) == "         █")
        #expect(bar(2, 5, .hit) == "  ░░░" && bar(2, 5, .other) == "  ▒▒▒")
        #expect(bar(2, 5, .hit, unicode: false) == "  ===" && bar(2, 5, .phase, unicode: false) == "  ###")
        // Short spans, also at the end, and what lies outside of the axis.
        #expect(bar(3, 3.1) == "   ▏" && bar(10, 10) == "         ▏" && bar(3, 3.1, unicode: false) == "   |")
        #expect(bar(-5, 2) == "██" && bar(8, 99) == "        ██")
        let none = TimelineBars(start: 4, end: 4, width: 10, isUnicode: true)
        #expect(none.bar(JobTimeline.Span(start: 4, end: 4), .phase).isEmpty)
        #expect(none.axis("2.5 s") == "0 s  2.5 s")
    }
}
