import Testing

@testable import Model

@Suite("The factor delivery")
struct DeliveryFactorTests {
    private func text(_ factors: String, more: String = "") -> String {
        Samples.text(factors: "factors: {\(factors)}", more: more)
    }

    @Test("stands last in configurations' names")
    func names() throws {
        let scenario = try Scenario.parse(
            text("delivery: [promote, rebuild-dated], builder: [legacy], hardening: [hardened]"), file: "trial.yaml",
            questions: nil)
        #expect(
            scenario.configurations.map(\.name) == [
                "builder=legacy,hardening=hardened,delivery=promote",
                "builder=legacy,hardening=hardened,delivery=rebuild-dated",
            ])
    }

    @Test(
        "is refused beside what brings up engines, or changes what is built",
        arguments: [
            "cache: [local]", "policy: [none]", "executors: [2]", "engine: [docker:forky]", "strategy: [one-layer]",
            "base: [provided]", "planted: [none]",
        ])
    func beside(other: String) {
        let problems = Samples.problems(text("builder: [legacy], delivery: [promote], \(other)"))
        let name = other.prefix { $0 != ":" }
        #expect(
            problems.contains { $0.contains("factors.delivery") && $0.contains(name) && $0.contains("expected") },
            "\(problems)")
    }

    @Test("is refused with a direct reference, and unknown values with the known ones")
    func refused() {
        let direct = Samples.problems(text("builder: [legacy], delivery: [rebuild]", more: "reference: direct"))
        #expect(direct.count == 1 && direct[0].contains("no factor 'delivery'"), "\(direct)")
        let unknown = Samples.problems(text("builder: [legacy], delivery: [copy]"))
        #expect(
            unknown.count == 1 && unknown[0].contains("expected one of: promote, rebuild, rebuild-dated"), "\(unknown)")
        let both = Samples.problems(text("builder: [buildkit, buildx], delivery: [rebuild]"))
        #expect(both.count == 1 && both[0].contains("with the factor 'delivery'"), "\(both)")
    }
}

@Suite("When a change was committed")
struct CommittedTests {
    private func trace(_ times: [Double]?) -> Trace {
        Trace(
            fixture: "f", changes: (0..<3).map { Change(index: $0, revision: "\($0)", changeClass: .source) },
            times: times)
    }

    @Test("is the history's own time, which may begin before the first change")
    func history() {
        let trace = trace([10, 20, 30, 40.7, 50])
        #expect(trace.changes.map(trace.committed) == [30, 40, 50])
    }

    @Test("is an hour apart where the history has no times, and the same each time")
    func generated() {
        let trace = trace(nil)
        #expect(trace.changes.map(trace.committed) == [1_477_958_400, 1_477_962_000, 1_477_965_600])
        #expect(self.trace([1]).changes.map(trace.committed) == trace.changes.map(trace.committed))
    }
}
