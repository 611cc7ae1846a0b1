import Testing

@testable import Model

@Suite("The factor fault") struct FaultFactorTests {
    @Test("is part of the configuration, and chooses the Dockerfile where the fault is the fixture's own")
    func configurations() throws {
        let scenario = try Scenario.parse(
            Samples.text(factors: "factors: {builder: [buildkit], fault: [none, failing-build, engine-kill]}"),
            file: "t.yaml", questions: nil)
        #expect(
            scenario.configurations.map(\.name) == [
                "builder=buildkit,fault=none", "builder=buildkit,fault=failing-build",
                "builder=buildkit,fault=engine-kill",
            ])
        #expect(scenario.configurations.map(\.dockerfileVariant) == [nil, "failing-build", nil])
        #expect(Configuration(builder: .buildkit).name == "builder=buildkit")
    }

    @Test("says what each fault is done to")
    func kinds() {
        #expect(Fault.allCases.filter(\.cancels) == [.cancel, .cancelAnywhere, .clientGone])
        #expect(Fault.allCases.filter(\.isOfEngine) == [.engineRestart, .engineKill, .diskFull])
        #expect(Fault.allCases.filter(\.isOfRegistry) == [.registryLost, .registryFull])
        #expect(Fault.allCases.count { $0.isOfFixture } == 5 && Fault.allCases.count == 14)
    }

    @Test("goes with no factor that brings other Dockerfiles or engines")
    func refused() {
        for (factor, words) in [("base: [provided]", "'base'"), ("cache: [none, local]", "'cache'")] {
            let problems = Samples.problems(
                Samples.text(factors: "factors: {builder: [buildkit], fault: [none], \(factor)}"))
            #expect(problems.contains { $0.contains("expected no factor \(words) with it") }, "\(problems)")
        }
        let unknown = Samples.problems(Samples.text(factors: "factors: {builder: [buildkit], fault: [engine-kil]}"))
        #expect(unknown.count == 1 && unknown[0].contains("engine-kill"))
    }

    @Test("of a registry goes only with images that jobs pull")
    func ofRegistry() {
        func problems(_ factors: String) -> [String] {
            Samples.problems(Samples.text(factors: "factors: {builder: [buildkit], \(factors)}"))
        }
        #expect(problems("delivery: [promote], fault: [none, registry-lost, registry-full]").isEmpty)
        let needed =
            problems("fault: [registry-lost]") + problems("delivery: [promote, rebuild], fault: [registry-full]")
        #expect(needed.count == 2 && needed.allSatisfy { $0.contains("expected delivery: [promote]") }, "\(needed)")
        let others = problems("delivery: [promote], fault: [none, engine-kill]")
        #expect(others.count == 1 && others[0].contains("an engine of their own"), "\(others)")
    }

    @Test("is varied by the scenario that is shipped, with an audit after each job")
    func shipped() throws {
        let scenario = try Scenario.parse(
            try Samples.shipped("scenarios/cleanup.yaml"), file: "scenarios/cleanup.yaml", questions: nil)
        #expect(scenario.questions == ["cleanup"] && scenario.workload.audit == .job)
        let faults = Set(Fault.allCases.filter { !$0.isOfRegistry }).subtracting([.cancelAnywhere])
        #expect(scenario.configurations.count == 2 * faults.count)
        #expect(Set(scenario.configurations.compactMap(\.fault)) == faults)
    }

    @Test("is one value in the scenario that stops jobs in a row: a hundred, on both builders")
    func aborts() throws {
        let scenario = try Scenario.parse(
            try Samples.shipped("scenarios/aborts.yaml"), file: "scenarios/aborts.yaml", questions: nil)
        #expect(scenario.questions == ["cleanup"] && scenario.workload.audit == .job)
        #expect(scenario.configurations.map(\.fault) == [.cancelAnywhere, .cancelAnywhere])
        let trace = Trace(
            fixture: "cleanup",
            changes: (0...48).map { Change(index: $0, revision: "c+\($0)", changeClass: $0 == 0 ? .none : .source) },
            population: [.source: 1])
        let plan = try scenario.plan(profile: "full", seed: 1, traces: [trace])
        #expect(plan.jobs.count == 100)
        #expect(plan.jobs.allSatisfy { $0.configuration.fault == .cancelAnywhere && $0.configuration.executors == nil })
    }
}
