import Foundation
import Model
import Testing

@testable import SyntheticRuns
@testable import Tracking

/// One who reads the first five lines knows what got worse, and why.
struct NightReportTests {
    private static let usual = SyntheticState()

    /// What is planted, and what the first five lines must hold of it.
    private static let planted: [(state: SyntheticState, words: [String])] = [
        (
            usual.with { state in state.change(SyntheticState.test) { $0.seconds = 1.8 } },
            ["`RUN make test` takes", "instead of"]
        ),
        (usual.copyingFirst, ["2 steps that used to hit now miss", "`RUN pip install -r requirements.txt`"]),
        (usual.with { $0.image += 50_000_000 }, ["the image has 200 MB instead of 150 MB"]),
        (usual.with { $0.leaks = ["container": 1] }, ["jobs leave more behind (container)"]),
        (usual.with { $0.command = 3 }, ["the command takes"]),
        (usual.with { $0.outcome = .buildFailed }, ["a job fails that did not", "`RUN make test`"]),
    ]

    private func report(_ night: SyntheticNight) throws -> NightReport {
        NightReport(try night.compared(showsPower: true), base: "baseline:main", candidate: "tonight.sqlite")
    }

    @Test(arguments: planted.indices)
    func theFirstFiveLinesHoldNameAndCause(_ index: Int) throws {
        var night = SyntheticNight()
        night.commits = [.init("an innocent one"), .init("a change", Self.planted[index].state)]
        let lines = try report(night).markdown.split(separator: "\n", omittingEmptySubsequences: false).prefix(5)
        let head = lines.joined(separator: "\n")
        #expect(head.hasPrefix("# Comparison: worse"))
        for words in Self.planted[index].words + ["app", "ccccccc “a change”"] {
            #expect(head.contains(words), "\(words) is not in:\n\(head)")
        }
        #expect(head.contains(" worse, ") && head.contains(" cannot be told."))
    }

    @Test(arguments: planted.indices)
    func theHeadlineIsOneLineWithTheCause(_ index: Int) throws {
        var night = SyntheticNight()
        night.commits = [.init("a change", Self.planted[index].state)]
        let headline = try report(night).headline
        #expect(headline.hasPrefix("worse: app: ") && headline.contains("since ccccccc") && !headline.contains("\n"))
    }

    @Test func anUnchangedNightSaysWhatWouldHaveBeenSeen() throws {
        let report = try report(SyntheticNight())
        let lines = report.markdown.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "# Comparison: nothing got worse" && lines[2].hasPrefix("**No figure got worse"))
        #expect(lines[4].hasPrefix("0 figures worse, 0 better, 8 unchanged"))
        #expect(report.counts.contains("0 cannot be told. The smallest change of a time that was sure to be seen: "))
        #expect(report.headline.hasPrefix("nothing got worse: 0 figures worse"))
    }

    @Test func aNoisyNightIsNotGreenBySilence() throws {
        var night = SyntheticNight()
        night.noise = 0.6
        let report = try report(night)
        #expect(report.headline.hasPrefix("cannot tell: ") && report.counts.contains("4 cannot be told"))
        #expect(report.counts.contains("or a quieter hour") || report.counts.contains("at a quieter hour"))
    }

    @Test func eachPairOfWhatGotWorseIsInTheChart() throws {
        var night = SyntheticNight()
        night.commits = [.init("a change", Self.usual.with { $0.command = 3 })]
        let compared = try night.compared()
        let command = try #require(compared.findings.first { $0.metric.id == "command_s" })
        #expect(command.chart.count == 24 && command.chart.contains("█"))
        // Every pair rose by about half.
        #expect(command.chart.allSatisfy { "▇█▆".contains($0) })
    }

    @Test func aTextFromTheRepositoryStaysOnItsLine() throws {
        var night = SyntheticNight()
        night.commits = [
            .init(
                "a | subject\nof two lines",
                Self.usual.with { state in
                    state.steps[3] = .init("RUN echo \\\n  one |\n  two && make test", 3)
                })
        ]
        let report = try report(night)
        #expect(!report.headline.contains("\n"))
        #expect(report.headline.contains("RUN echo"))
    }
}
