import Model
import Store
import Testing

@testable import Questions
@testable import SyntheticRuns

/// Planted packages and requirements, through a database, to findings.
struct RequirementsFindingsTests {
    private func run(
        _ less: (packages: Int, bytes: Int), _ more: (packages: Int, bytes: Int)
    ) -> SyntheticRequirementsRun {
        var run = SyntheticRequirementsRun()
        run.workers = [.bare: (90, 100), .buildOnly: less, .carrying: more]
        return run
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
    func bothFiguresMustLieUnderHalf(planted: Planted) throws {
        let findings = try run(planted.less, planted.more).findings()
        #expect(findings.verdict.answer == planted.answer && findings.verdict.decidedBy == planted.decider)
        #expect(findings.verdict.estimate?.value == planted.worse && findings.verdict.estimate?.interval == nil)
        #expect(findings.workers.map(\.worker) == [.bare, .buildOnly, .carrying] && findings.pythonPackages == 41)
        let record = try #require(findings.verdictRecords.first)
        #expect(record.question == "worker-dependencies" && record.verdict == planted.answer.recorded)
        #expect(record.estimate == planted.worse)
    }

    @Test func whatWasNotComputedIsUndecided() throws {
        let findings = try SyntheticRequirementsRun().findings()
        #expect(findings.verdict.answer == .undecided && findings.verdict.estimate == nil)
        #expect(findings.verdictRecords.map(\.verdict) == [.undecided, .evidence])
    }

    @Test func requirementsAreEvidenceOnly() throws {
        var run = SyntheticRequirementsRun()
        run.questions = ["ops-requirements"]
        run.requirements = ["fine", "lacking", "degraded"].map {
            RequirementRecord(area: "a", name: $0, state: $0, found: "f", neededFor: "n", isRequired: false)
        }
        let findings = try run.findings()
        #expect(findings.requirements == run.requirements)
        let records = findings.verdictRecords
        #expect(records.map(\.question) == ["ops-requirements"] && records.first?.verdict == .evidence)
        #expect(records.first?.estimate == 1 && records.first?.n == 3)
    }

    @Test func otherRunsSayNothing() throws {
        var run = SyntheticRequirementsRun()
        run.questions = ["build-overhead"]
        #expect(try RunFindings.analyse(try run.database()).requirements == nil)
    }
}
