import Foundation
import Model
import Store
import Testing

@testable import Questions
@testable import SyntheticRuns

struct ExecutorsTests {
    private let question = ExecutorsQuestion()

    private func evidence(
        _ engine: SyntheticExecutors, repeats: Int = 3, upTo most: Int = 14
    ) throws -> ExecutorsEvidence {
        ExecutorsAnalysis.evidence(
            run: try SyntheticRun().summary(), scenarios: ["executors"],
            jobs: (1...most).flatMap { engine.level(executors: $0, repeats: repeats, jobs: 60) })
    }

    /// A machine that serves `capacity` jobs at full speed and more at the same total speed: throughput stops to grow there.
    @Test(arguments: 2...10) func plantedKneeIsFound(capacity: Int) throws {
        for seed in 1...5 {
            let found = try evidence(
                SyntheticExecutors(capacity: capacity, service: 2, spread: 0.1, seed: UInt64(seed)))
            let sweep = try #require(found.sweeps.first)
            let knee = try #require(sweep.knee)
            #expect(abs(knee.executors - capacity) <= 1, "\(capacity), seed \(seed): \(knee)")
            #expect(knee.next?.breaches.isEmpty == false)
            #expect(sweep.answer == .yes && question.verdict(on: found).answer == .yes)
            let interval = try #require(sweep.estimate?.interval)
            #expect(interval.contains(Double(knee.executors)))
        }
    }

    @Test func throughputAndTimesAreThoseThatWerePlanted() throws {
        let found = try evidence(SyntheticExecutors(capacity: 4, service: 2, spread: 0, seed: 1), upTo: 8)
        for level in try #require(found.sweeps.first).levels {
            let rate = Double(min(level.executors, 4)) / 2
            let found = try #require(level.throughput)
            #expect(abs(found / rate - 1) < 0.01)
            let time = 2 * max(1, Double(level.executors) / 4)
            let tail = try #require(level.quantile(0.95)).value
            #expect(abs(tail / time - 1) < 0.01)
        }
    }

    @Test func aSweepThatEndsBeforeTheKneeIsUndecided() throws {
        let found = try evidence(SyntheticExecutors(capacity: 8, service: 2, spread: 0.05, seed: 1), upTo: 4)
        #expect(question.verdict(on: found).answer == .undecided && found.sweeps.first?.knee?.executors == 4)
        let once = try evidence(SyntheticExecutors(capacity: 2, service: 2, spread: 0.05, seed: 1), repeats: 1, upTo: 4)
        let verdict = question.verdict(on: once)
        #expect(verdict.answer == .undecided && verdict.estimate?.interval == nil)
    }

    @Test func oneFailedJobBreaksTheRule() {
        func level(_ executors: Int, failed: Int = 0) -> ExecutorsRule.Level {
            .init(executors: executors, tail: 1, throughput: Double(executors), failed: failed)
        }
        #expect(ExecutorsRule.knee([level(1), level(2), level(3, failed: 1), level(4)])?.executors == 2)
        #expect(ExecutorsRule.knee([level(1, failed: 1), level(2)])?.executors == 0)
        #expect(ExecutorsRule.knee([level(2), level(3)]) == nil)
        #expect(ExecutorsRule.knee([level(1), level(2)])?.next == nil)
    }

    @Test func theRulesBoundsAreAsPrinted() {
        func knee(_ tail: Double, _ throughput: Double) -> Int? {
            ExecutorsRule.knee([
                .init(executors: 1, tail: 2, throughput: 1, failed: 0),
                .init(executors: 2, tail: tail, throughput: throughput, failed: 0),
            ])?.executors
        }
        #expect(knee(3, 1.05) == 2 && knee(3.01, 1.05) == 1 && knee(3, 1.049) == 1)
        #expect(question.rule.contains("1.5 ×") && question.rule.contains("5 %"))
    }

    @Test func hostIsLookedAtWhileAllExecutorsAreBusy() throws {
        let engine = SyntheticExecutors(capacity: 2, service: 2, spread: 0, seed: 1)
        let jobs = (1...4).flatMap { engine.level(executors: $0, repeats: 3, jobs: 60) }
        let name = "builder=buildkit,executors=3"
        let window = try #require(
            LevelRepeat(
                jobs.filter { $0.cell.configuration == name && $0.round == 1 }, round: 1, executors: 3, isOpen: false
            )
            .window)
        let looks = [(window.lowerBound + 1, 1.9), (window.lowerBound + 2, 1.9), (window.upperBound + 1, 0.0)].flatMap {
            [
                ExecutorsAnalysis.HostLook(point: .busyProcessors, at: $0, value: $1),
                ExecutorsAnalysis.HostLook(point: .processors, at: $0, value: 2),
            ]
        }
        let found = ExecutorsAnalysis.evidence(
            run: try SyntheticRun().summary(), scenarios: [], jobs: jobs, host: [name: looks])
        let sweep = try #require(found.sweeps.first)
        #expect(sweep.levels[2].host[.busyProcessors] == 1.9)
        #expect(sweep.knee?.next?.executors == 3 && sweep.saturated == .processors)
    }

    @Test func waitingIsPartOfATimeWhereJobsArriveByThemselves() throws {
        let jobs = (0..<100).map { index in
            Job(
                level: "builder=buildkit,executors=2,load=70%", round: 1, executor: index % 2, began: Double(index),
                queued: 3, wall: 1)
        }
        let found = ExecutorsAnalysis.evidence(run: try SyntheticRun().summary(), scenarios: [], jobs: jobs)
        let level = try #require(found.sweeps.first?.open.first)
        #expect(level.quantile(0.95)?.value == 4 && level.tailOfQueue == 3 && level.throughput == nil)
        #expect(question.verdict(on: found).answer == .undecided)
    }
}
