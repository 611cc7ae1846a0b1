import Testing

@testable import Model

/// The factor `policy`, its terms, and jobs that only build.
@Suite("The factor policy") struct PolicyFactorTests {
    private func text(workload: String, policies: String = "none, lru", more: String = "") -> String {
        Samples.text(
            factors: "factors: {builder: [buildkit], policy: [\(policies)]}",
            more: "workload: {\(workload)}\(more.isEmpty ? "" : "\n" + more)")
    }

    @Test("takes its terms, and the usual ones for what is left out")
    func terms() throws {
        let scenario = try Scenario.parse(
            text(workload: "command: none, collection: {disk: 1500MB, high: 80%, builds_a_day: 8}"), file: "t.yaml",
            questions: nil)
        #expect(
            scenario.workload.collection
                == CollectionTerms(disk: 1_500_000_000, high: 0.8, low: 0.7, keep: 1_000_000_000, buildsADay: 8))
        #expect(scenario.workload.onlyBuilds)
        #expect(scenario.configurations.map(\.name) == ["builder=buildkit,policy=none", "builder=buildkit,policy=lru"])
        let plain = try Scenario.parse(text(workload: "timeout: 1m"), file: "t.yaml", questions: nil)
        #expect(plain.workload.collection == nil && !plain.workload.onlyBuilds)
    }

    @Test("does not change the identity of scenarios that say the usual")
    func identity() throws {
        let with = try Scenario.parse(text(workload: "timeout: 1m, command: fixture"), file: "t.yaml", questions: nil)
        let without = try Scenario.parse(text(workload: "timeout: 1m"), file: "t.yaml", questions: nil)
        #expect(try with.hash(profile: "quick") == without.hash(profile: "quick"))
        let other = try Scenario.parse(text(workload: "timeout: 1m, command: none"), file: "t.yaml", questions: nil)
        #expect(try other.hash(profile: "quick") != without.hash(profile: "quick"))
    }

    @Test(
        "refuses terms that make no sense, with their place",
        arguments: [
            ("collection: {high: 101%}", "workload.collection.high: expected a share above 0% and up to 100%, as 85%"),
            ("collection: {high: 85}", "workload.collection.high: expected a share above 0% and up to 100%, as 85%"),
            ("collection: {low: 90%}", "the low mark of 90.0 % is not under the high mark of 85.0 %"),
            ("collection: {disk: 10MB}", "workload.collection.disk: expected a disk of 256MiB or more"),
            ("collection: {builds_a_day: 0}", "workload.collection.builds_a_day: expected a number above 0"),
            ("collection: {hgih: 80%}", "unknown key 'hgih' in workload.collection"),
            ("ledger: never", "policies are judged by what their disks hold"),
            ("command: nothing", "workload.command: unknown value 'nothing'"),
        ])
    func refused(workload: String, problem: String) {
        let problems = Samples.problems(text(workload: workload))
        #expect(problems.count == 1 && problems[0].contains(problem), "\(problems)")
        #expect(problems[0].wholeMatch(of: #/trial\.yaml:\d+:\d+: .*/#) != nil)
    }

    @Test("refuses what does not go together")
    func combinations() {
        func problems(_ text: String) -> String { Samples.problems(text).joined(separator: "\n") }
        #expect(problems(text(workload: "timeout: 1m", more: "reference: direct")).contains("no factor 'policy'"))
        #expect(
            problems(
                Samples.text(
                    factors: "factors: {builder: [legacy]}", more: "workload: {command: none}\nreference: direct")
            ).contains("nothing to run for"))
        #expect(
            problems(
                Samples.text(factors: "factors: {builder: [legacy]}", more: "workload: {collection: {disk: 3GB}}")
            ).contains("no policy is varied"))
        #expect(
            problems(
                Samples.text(factors: "factors: {builder: [legacy, buildkit], policy: [keep-storage]}", more: "")
            ).contains("keep-storage is BuildKit's own"))
        #expect(
            problems(
                Samples.text(factors: "factors: {builder: [legacy], policy: [lru], cache: [local]}", more: "")
            ).contains("engines of its own"))
    }
}
