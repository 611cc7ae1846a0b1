import Testing

@testable import Model

@Suite("The factor planted") struct PlantedFactorTests {
    @Test("is part of the configuration, and chooses no Dockerfile")
    func configurations() throws {
        let scenario = try Scenario.parse(
            Samples.text(factors: "factors: {builder: [buildkit], planted: [none, control, leak]}"), file: "t.yaml",
            questions: nil)
        #expect(
            scenario.configurations.map(\.name) == [
                "builder=buildkit,planted=none", "builder=buildkit,planted=control", "builder=buildkit,planted=leak",
            ])
        #expect(scenario.configurations.allSatisfy { $0.dockerfileVariant == nil })
    }

    @Test("tells a Dockerfile the same of jobs with nothing in them, whatever their name")
    func arguments() {
        #expect(
            PlantedRegression.allCases.map(\.argument) == [
                "none", "none", "slower-step", "missing-cache", "leak", "larger-layer",
            ])
    }

    @Test("goes with no factor that brings other engines, faults or jobs at the same time")
    func refused() {
        for (factor, words) in [
            ("fault: [none]", "'fault'"), ("cache: [none, local]", "'cache'"), ("executors: [1]", "'executors'"),
        ] {
            let problems = Samples.problems(
                Samples.text(factors: "factors: {builder: [buildkit], planted: [none], \(factor)}"))
            #expect(problems.contains { $0.contains("expected no factor \(words) with it") }, "\(problems)")
        }
        let unknown = Samples.problems(Samples.text(factors: "factors: {builder: [buildkit], planted: [leek]}"))
        #expect(unknown.count == 1 && unknown[0].contains("leak"))
    }

    @Test("is varied by the self-check that is shipped, both names on both builders")
    func shipped() throws {
        let scenario = try Scenario.parse(
            try Samples.shipped("scenarios/selfcheck.yaml"), file: "scenarios/selfcheck.yaml", questions: nil)
        #expect(scenario.workload.audit == .job && scenario.workload.retention == .all)
        #expect(Set(scenario.configurations.compactMap(\.planted)) == Set(PlantedRegression.allCases))
        #expect(scenario.configurations.filter { $0.builder == .legacy }.map(\.planted) == [.nothing, .control])
        #expect(scenario.configurations.count == 8)
        #expect(try scenario.traceRequest(profile: "quick").length == 10)
        #expect(try scenario.traceRequest(profile: "full").length == 30)
    }

    @Test("is not needed for what CI counts")
    func regression() throws {
        let scenario = try Scenario.parse(
            try Samples.shipped("scenarios/regression.yaml"), file: "scenarios/regression.yaml", questions: nil)
        #expect(scenario.fixtures.map(\.name) == ["noop", "regression"])
        #expect(scenario.configurations.map(\.name) == ["builder=legacy", "builder=buildkit"])
        // A number of a revision must have one digit for bytes to be the same from job to job.
        #expect(try scenario.traceRequest(profile: "quick").length == 9)
    }
}
