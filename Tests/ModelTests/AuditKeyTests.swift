import Testing

@testable import Model

/// When audits are taken.
@Suite("The key workload.audit") struct AuditKeyTests {
    private func text(_ workload: String, factors: String = "factors: {builder: [buildkit]}") -> String {
        Samples.text(factors: factors, more: "workload: {\(workload)}")
    }

    @Test("says after what", arguments: [("job", Workload.AuditMoment.job), ("series", .series)])
    func moments(word: String, moment: Workload.AuditMoment) throws {
        #expect(
            try Scenario.parse(text("audit: {after: \(word)}"), file: "t.yaml", questions: nil).workload.audit == moment
        )
    }

    @Test("does not change the identity of scenarios that say the usual")
    func identity() throws {
        let without = try Scenario.parse(text("timeout: 1m"), file: "t.yaml", questions: nil)
        let with = try Scenario.parse(text("timeout: 1m, audit: {after: never}"), file: "t.yaml", questions: nil)
        #expect(without.workload.audit == nil && with.workload.audit == nil)
        #expect(try with.hash(profile: "quick") == without.hash(profile: "quick"))
        let other = try Scenario.parse(text("timeout: 1m, audit: {after: job}"), file: "t.yaml", questions: nil)
        #expect(try other.hash(profile: "quick") != without.hash(profile: "quick"))
    }

    @Test(
        "refuses what makes no sense, with its place",
        arguments: [
            ("audit: job", "workload.audit"),
            ("audit: {after: jobs}", "workload.audit.after: unknown value 'jobs'"),
            ("audit: {before: job}", "unknown key 'before' in workload.audit"),
            ("audit: {}", "workload.audit"),
        ])
    func refused(workload: String, problem: String) {
        let problems = Samples.problems(text(workload))
        #expect(!problems.isEmpty && problems.contains { $0.contains(problem) }, "\(problems)")
        for problem in problems { #expect(problem.wholeMatch(of: #/trial\.yaml:5:\d+: .*/#) != nil, "\(problem)") }
    }

    @Test("refuses factors whose engines no audit sees")
    func factors() {
        for factor in ["policy: [none, lru]", "cache: [none, local]"] {
            let problems = Samples.problems(
                text("audit: {after: series}", factors: "factors: {builder: [buildkit], \(factor)}"))
            #expect(problems.count == 1 && problems[0].contains("an audit looks at one engine"), "\(problems)")
        }
    }
}
