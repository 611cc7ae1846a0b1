import Foundation
import Model
import Simulation
import Store
import Testing

@testable import Questions
@testable import SyntheticRuns

/// Planted loops, through a database, to the number of workers.
struct CapacityTests {
    private func planted(open slowdown: Double = 1) -> SyntheticCapacityRun {
        var run = SyntheticCapacityRun()
        run.plantCold(30)
        run.plantClosed(executors: 1)
        run.plantClosed(executors: 2)
        run.plantOpen(executors: 2, gap: 6, slowdown: slowdown)
        return run
    }

    private func terms(_ buildsADay: [Double], executors: Int? = 1, repetitions: Int = 2) -> CapacityTerms {
        CapacityTerms(
            buildsADay: buildsADay, executors: executors, profile: .flat, repetitions: repetitions, days: 1)
    }

    private func record(_ evidence: CapacityEvidence) -> VerdictRecord {
        let question = CapacityQuestion()
        return question.record(of: question.verdict(on: evidence))
    }

    @Test func workersAreThoseThatTheLoadAsksFor() async throws {
        let evidence = try await planted().evidence(terms([100, 1000, 20_000]))
        let setting = try #require(evidence.settings.first)
        #expect(evidence.settings.count == 1 && setting.name == "builder=buildkit" && setting.lacks == [])
        // 20,000 builds of 10 s are the work of 2.3 workers; with three of them a queue as even as this one hardly waits.
        #expect(setting.points.map(\.workers) == [1, 1, 3])
        let most = try #require(setting.points.last)
        #expect(most.range == 3...3 && most.oneFewer?.result == nil && most.oneFewer != nil)
        let result = try #require(most.result)
        #expect(abs(result.utilisation - 20_000 * 10 / 86_400 / 3) < 0.02 && result.coldShare < 0.001)
        #expect(setting.points.first?.oneFewer == nil)
        #expect(setting.isValidated)
        let record = record(evidence)
        #expect(record.question == "capacity" && record.verdict == .evidence && record.estimate == 1 && record.n == 48)
        #expect(record.unit == "workers at 1000 builds a day" && record.low == 1 && record.high == 1)
    }

    @Test func oneThatDoesNotAgreeIsUndecided() async throws {
        let evidence = try await planted(open: 1.1).evidence(terms([1000]))
        #expect(evidence.settings.first?.isValidated == false)
        #expect(record(evidence).verdict == .undecided && record(evidence).estimate == 1)
    }

    @Test func sameJobsGiveTheSameEvidence() async throws {
        let run = planted()
        let terms = CapacityTerms(buildsADay: [5000], executors: 2, repetitions: 3, days: 1)
        let (first, second) = (try await run.evidence(terms), try await run.evidence(terms))
        #expect(first == second)
    }

    @Test func nothingIsClaimedFromTooLittle() async throws {
        var run = SyntheticCapacityRun()
        run.plantClosed(executors: 1, count: 19)
        let evidence = try await run.evidence(terms([1000], executors: 2))
        let setting = try #require(evidence.settings.first)
        #expect(setting.points == [])
        #expect(
            setting.lacks == [
                .fewAlone(fixture: "scap", count: 19, needed: 20), .noCold(fixture: "scap"),
                .noLevel(executors: 2, measured: [1]),
            ])
        #expect(record(evidence).verdict == .undecided && record(evidence).estimate == nil)
        #expect(try setting.fleets(of: 3, terms: evidence.terms) == [])
    }

    @Test func warmUpsFailuresAndTheFloorAreNoSample() async throws {
        var run = planted()
        run.plantClosed(executors: 1, fixture: "noop", times: [0.3])
        for index in 1...5 { run.jobs[index].warmup = true }
        run.jobs[6].outcome = .buildFailed
        run.jobs[7].wall = nil
        let evidence = try await run.evidence(terms([1000]))
        #expect(evidence.settings.first?.measurements.jobs == 48 - 7)
        #expect(evidence.settings.first?.measurements.fixtures == ["scap"])
    }

    @Test func aGivenFleetHasItsFigures() async throws {
        let evidence = try await planted().evidence(terms([10_000, 30_000], repetitions: 0))
        let fleets = try #require(evidence.settings.first).fleets(of: 2, terms: evidence.terms)
        #expect(fleets.map(\.buildsADay) == [10_000, 30_000] && fleets.map(\.workers) == [2, 2])
        #expect(abs((fleets[0].outcome.result?.utilisation ?? 0) - 0.579) < 0.02)
        #expect(fleets[1].outcome.result == nil)
        #expect(evidence.settings.first?.points.first?.range == nil)
    }

    /// As a ledger has it: a build after a change of the source, and one without the cache.
    private func ledger(_ grown: Double, made: Double) -> [ClassGrowth] {
        func cell(_ changeClass: ChangeClass) -> Cell {
            Cell(scenario: "s", configuration: "builder=buildkit", fixture: "scap", changeClass: changeClass)
        }
        return [
            ClassGrowth(
                kind: DiskIncrement.Kind(cell(.source), cold: false),
                growth: GrowthEstimate(mean: grown, interval: nil, count: 10), made: nil),
            ClassGrowth(
                kind: DiskIncrement.Kind(cell(.none), cold: true),
                growth: GrowthEstimate(mean: 1, interval: nil, count: 10), made: made),
        ]
    }

    @Test func theLedgerSaysHowOftenGarbageIsCollected() throws {
        let series = LoadSeries.series(planted().observations)
        var terms = terms([1000], repetitions: 0)
        terms.collection = Fleet.Collection(marks: .init(high: 2000, low: 1000), seconds: 30)
        let found = CapacityAnalysis.setting(
            "builder=buildkit", series, ledger: ledger(50, made: 300), terms: terms)
        #expect(found.lacks == [])
        let model = try #require(found.model)
        #expect(model.meanGrowth == 50 && model.fixtures.map(\.size) == [300])
        // 50 bytes a build and 1000 between the marks: each twentieth of a thousand builds a day.
        let result = try #require(try found.fleets(of: 1, terms: terms).first?.outcome.result)
        #expect(abs(Double(result.collections) - Double(result.builds) / 20) <= 2, "\(result.collections)")
    }

    @Test func withoutALedgerGrowthIsGivenOrLacking() throws {
        let series = LoadSeries.series(planted().observations)
        var terms = terms([1000], repetitions: 0)
        terms.collection = Fleet.Collection(marks: .init(high: 2000, low: 1000), seconds: 30)
        let kind = BuildKind(fixture: "scap", changeClass: .source)
        let lacking = CapacityAnalysis.setting("builder=buildkit", series, terms: terms)
        #expect(lacking.lacks == [.noGrowth(kinds: [kind], first: ["scap"])] && lacking.model == nil)
        // A ledger of another setting says nothing of this one.
        let other = CapacityAnalysis.setting(
            "builder=legacy", series, ledger: ledger(50, made: 300), terms: terms)
        #expect(other.lacks == lacking.lacks)
        terms.growth = .given(build: 20, first: 700)
        let given = CapacityAnalysis.setting("builder=buildkit", series, terms: terms)
        #expect(given.lacks == [] && given.model?.meanGrowth == 20 && given.model?.fixtures.first?.size == 700)
    }

    @Test func otherRunsSayNothingOfCapacity() async throws {
        var run = SyntheticRun()
        run.plant([1])
        let database = try run.database()
        let summary = try #require(try database.run(run.record.id))
        #expect(try await CapacityAnalysis.analyse(database, run: summary, terms: terms([1000])) == nil)
        // Asked for by name, the run says what it lacks.
        let evidence = try await CapacityAnalysis.analyse(
            database, run: nil, anyScenario: terms([1000]), searching: true)
        #expect(evidence.settings.first?.lacks.isEmpty == false)
    }
}
