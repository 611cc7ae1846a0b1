import Testing

@testable import Model

@Suite("The scenarios that are shipped")
struct ShippedScenarioTests {
    @Test("overhead builds both fixtures and the floor with both builders")
    func overhead() throws {
        let scenario = try Scenario.parse(
            try Samples.shipped("scenarios/overhead.yaml"), file: "scenarios/overhead.yaml", questions: nil)
        #expect(scenario.name == "overhead")
        #expect(scenario.questions == ["build-overhead"])
        #expect(scenario.fixtures.map(\.name) == ["scap", "malu", "noop"])
        #expect(scenario.configurations.map(\.name) == ["builder=legacy", "builder=buildkit"])
        #expect(scenario.reference == .direct)
        #expect(try jobs(scenario, "quick") == 42)
        #expect(try jobs(scenario, "full") == 522)
    }

    @Test("central-cache builds both fixtures with both builders and every cache")
    func centralCache() throws {
        let scenario = try Scenario.parse(
            try Samples.shipped("scenarios/central-cache.yaml"), file: "scenarios/central-cache.yaml", questions: nil)
        #expect(scenario.name == "central-cache")
        #expect(scenario.questions == ["central-cache"])
        #expect(scenario.configurations.count == 6)
        #expect(scenario.reference == .none)
        #expect(try jobs(scenario, "quick") == 72)
        #expect(try jobs(scenario, "full") == 120)
    }

    @Test("registry delivers both fixtures by either builder, and by one of them with a registry that is lost or full")
    func registry() throws {
        let scenario = try Scenario.parse(
            try Samples.shipped("scenarios/registry.yaml"), file: "scenarios/registry.yaml", questions: nil)
        #expect(scenario.questions == ["registry"])
        #expect(scenario.configurations.count == 4)
        #expect(scenario.configurations.allSatisfy { $0.delivery == .promote && $0.fault != nil })
        #expect(scenario.configurations.filter { $0.fault != .nothing }.allSatisfy { $0.builder == .buildkit })
        #expect(try jobs(scenario, "quick") == 32)
        #expect(try jobs(scenario, "full") == 80)
    }

    @Test("promotion promotes and rebuilds both fixtures with both builders")
    func promotion() throws {
        let scenario = try Scenario.parse(
            try Samples.shipped("scenarios/promotion.yaml"), file: "scenarios/promotion.yaml", questions: nil)
        #expect(scenario.questions == ["promotion"])
        #expect(scenario.configurations.count == 2 * Delivery.allCases.count)
        #expect(try jobs(scenario, "quick") == 84)
        #expect(try jobs(scenario, "full") == 144)
    }

    @Test("base-images builds both fixtures upon either base, and updates the bases")
    func baseImages() throws {
        let scenario = try Scenario.parse(
            try Samples.shipped("scenarios/base-images.yaml"), file: "scenarios/base-images.yaml", questions: nil)
        #expect(scenario.name == "base-images")
        #expect(scenario.questions == ["base-images"])
        #expect(scenario.configurations.count == 4)
        #expect(scenario.classes == [.source, .dependency])
        #expect(try jobs(scenario, "quick") == 32)
        #expect(try jobs(scenario, "full") == 80)
    }

    @Test("engines builds a fixture and the floor on every engine with each builder that it has")
    func engines() throws {
        let scenario = try Scenario.parse(
            try Samples.shipped("scenarios/engines.yaml"), file: "scenarios/engines.yaml", questions: nil)
        #expect(scenario.questions == ["engine-choice"])
        #expect(scenario.configurations.count == 12)
        #expect(scenario.configurations.filter { $0.builder == .buildah }.map(\.engine?.rawValue) == ["podman:trixie"])
        #expect(try jobs(scenario, "quick") == 144)
        #expect(try jobs(scenario, "full") == 528)
    }

    @Test("engines-cache makes the same changes on the same engines with the same builders")
    func enginesCache() throws {
        func shipped(_ name: String) throws -> Scenario {
            try Scenario.parse(try Samples.shipped("scenarios/\(name).yaml"), file: "\(name).yaml", questions: nil)
        }
        let (scenario, cache, engines) = (try shipped("engines-cache"), try shipped("cache"), try shipped("engines"))
        #expect(scenario.questions.isEmpty && scenario.fixtures == cache.fixtures)
        #expect(scenario.configurations == engines.configurations)
        #expect(try jobs(scenario, "quick") == 240)
        #expect(try jobs(scenario, "full") == 240)
    }

    @Test("garbage builds both fixtures with every policy, sixty jobs a policy in full")
    func garbage() throws {
        let scenario = try Scenario.parse(
            try Samples.shipped("scenarios/garbage.yaml"), file: "scenarios/garbage.yaml", questions: nil)
        #expect(scenario.questions == ["storage", "garbage"])
        #expect(scenario.configurations.count { $0.builder == .buildkit } == GarbagePolicy.allCases.count)
        #expect(
            scenario.configurations.filter { $0.builder == .legacy }.map(\.policy)
                == [.nothing, .dangling, .leastRecentlyUsed])
        #expect(scenario.workload.onlyBuilds && scenario.workload.collection?.disk == 1_400_000_000)
        #expect(try jobs(scenario, "quick") == 80)
        #expect(try jobs(scenario, "full") == 600)
    }

    @Test("isolation probes and prices every container, and both builders' steps")
    func isolation() throws {
        let scenario = try Scenario.parse(
            try Samples.shipped("scenarios/isolation.yaml"), file: "scenarios/isolation.yaml", questions: nil)
        #expect(scenario.questions == ["isolation"])
        #expect(scenario.fixtures.map(\.name) == ["probes", "chores", "noop"])
        #expect(scenario.configurations.count == 5)
        #expect(try jobs(scenario, "quick") == 60)
        #expect(try jobs(scenario, "full") == 240)
        let runc = scenario.keeping(runtimes: ["runc"]).scenario
        #expect(try jobs(runc, "quick") == 36)
        #expect(try jobs(runc, "full") == 144)
    }

    @Test("capacity has closed levels to simulate from, and open ones that are long enough to check by")
    func capacity() throws {
        let scenario = try Scenario.parse(
            try Samples.shipped("scenarios/capacity.yaml"), file: "scenarios/capacity.yaml", questions: nil)
        #expect(scenario.questions == ["capacity"])
        #expect(scenario.configurations.count == 6)
        // Eight warm-ups; of each builder two closed levels and an open one.
        #expect(try jobs(scenario, "quick") == 8 + 2 * (2 * 20 + 40))
        #expect(try jobs(scenario, "full") == 8 + 3 * 2 * (2 * 20 + 100))
    }

    @Test("requirements needs no more than the smallest jobs")
    func requirements() throws {
        let scenario = try Scenario.parse(
            try Samples.shipped("scenarios/requirements.yaml"), file: "scenarios/requirements.yaml", questions: nil)
        #expect(scenario.questions == ["ops-requirements", "worker-dependencies"])
        #expect(try jobs(scenario, "quick") == 3)
        #expect(try jobs(scenario, "full") == 3)
    }

    @Test("self replays this repository")
    func replay() throws {
        let scenario = try Scenario.parse(
            try Samples.shipped("scenarios/self.yaml"), file: "scenarios/self.yaml", questions: nil)
        let expected = GitSource(
            name: "plimsoll", repository: "scenarios/..", revisions: "HEAD", dockerfile: "Dockerfile.ci",
            externalDockerfile: "scenarios/self.Dockerfile", artifacts: ["/out"], images: ["plimsoll/base:bookworm"])
        #expect(scenario.fixtures == [.git(expected)])
        #expect(try scenario.traceRequest(profile: "quick") == TraceRequest(length: 12, minimumPerClass: 1))
        let dockerfile = try Samples.shipped("scenarios/self.Dockerfile")
        #expect(dockerfile.contains("\nFROM plimsoll/base:bookworm\n"))
    }

    private func jobs(_ scenario: Scenario, _ profile: String) throws -> Int {
        let length = try scenario.traceRequest(profile: profile).length
        let traces = scenario.fixtures.map { fixture in
            Trace(
                fixture: fixture.name,
                changes: (0...length).map { Change(index: $0, revision: "\($0)", changeClass: .none) })
        }
        return try scenario.plan(profile: profile, seed: 1, traces: traces).jobs.count
    }
}
