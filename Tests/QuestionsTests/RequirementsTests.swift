import Model
import Store
import Testing

@testable import Questions
@testable import SyntheticRuns

/// Planted packages and requirements, through a database, to evidence and verdicts.
struct RequirementsTests {
    private func run(
        _ less: (packages: Int, bytes: Int), _ more: (packages: Int, bytes: Int)
    ) -> SyntheticRequirementsRun {
        var run = SyntheticRequirementsRun()
        run.workers = [.bare: (90, 100), .buildOnly: less, .carrying: more]
        return run
    }

    /// What is saved of a run.
    private func records(of run: SyntheticRequirementsRun) async throws -> [VerdictRecord] {
        try await RunAnswers.analyse(try RunReader.find(in: try run.database())).verdicts
    }

    /// A planted pair of workers, and what must be found.
    struct Planted: Sendable {
        var less: (packages: Int, bytes: Int)
        var more = (packages: 500, bytes: 1000)
        var answer: Verdict.Answer
        var worse: Double
        var decider: String
    }

    @Test(
        arguments: [
            Planted(less: (120, 400), answer: .yes, worse: 0.4, decider: "bytes"),
            Planted(less: (120, 499), answer: .yes, worse: 0.499, decider: "bytes"),
            Planted(less: (120, 500), answer: .no, worse: 0.5, decider: "bytes"),
            Planted(less: (300, 100), answer: .no, worse: 0.6, decider: "packages"),
            Planted(less: (600, 2000), answer: .no, worse: 2, decider: "bytes"),
        ])
    func bothFiguresMustLieUnderHalf(planted: Planted) async throws {
        let run = run(planted.less, planted.more)
        let evidence = try run.evidence()
        let verdict = WorkerDependenciesQuestion().verdict(on: evidence)
        #expect(verdict.answer == planted.answer && verdict.decidedBy == planted.decider)
        #expect(verdict.estimate?.value == planted.worse && verdict.estimate?.interval == nil)
        #expect(evidence.workers.map(\.worker) == [.bare, .buildOnly, .carrying] && evidence.pythonPackages == 41)
        let record = try #require(try await records(of: run).first)
        #expect(record.question == "worker-dependencies" && record.verdict == planted.answer)
        #expect(record.estimate == planted.worse)
    }

    @Test func whatWasNotComputedIsUndecided() async throws {
        let run = SyntheticRequirementsRun()
        let verdict = WorkerDependenciesQuestion().verdict(on: try run.evidence())
        #expect(verdict.answer == .undecided && verdict.estimate == nil)
        #expect(try await records(of: run).map(\.verdict) == [.undecided, .evidence])
    }

    @Test func requirementsAreEvidenceOnly() async throws {
        var run = SyntheticRequirementsRun()
        run.questions = ["ops-requirements"]
        run.requirements = ["fine", "lacking", "degraded"].map {
            RequirementRecord(area: "a", name: $0, state: $0, found: "f", neededFor: "n", isRequired: false)
        }
        #expect(try run.evidence().requirements == run.requirements)
        let records = try await records(of: run)
        #expect(records.map(\.question) == ["ops-requirements"] && records.first?.verdict == .evidence)
        #expect(records.first?.estimate == 1 && records.first?.n == 3)
    }

    @Test func otherRunsSayNothing() throws {
        var run = SyntheticRequirementsRun()
        run.questions = ["build-overhead"]
        let database = try run.database()
        #expect(try RequirementsAnalysis.analyse(database, run: try #require(try database.latestRun())) == nil)
    }
}
