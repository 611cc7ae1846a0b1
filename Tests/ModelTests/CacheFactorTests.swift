import Foundation
import Testing

@testable import Model

@Suite("The factor cache")
struct CacheFactorTests {
    private func configurations(_ factors: String) throws -> [String] {
        try Scenario.parse(Samples.text(factors: "factors: {\(factors)}"), file: "trial.yaml", questions: nil)
            .configurations.map(
                \.name)
    }

    @Test("multiplies with the builders, in the order of the file")
    func product() throws {
        #expect(
            try configurations("builder: [buildkit, legacy], cache: [none, registry, local]") == [
                "builder=buildkit,cache=none", "builder=buildkit,cache=registry", "builder=buildkit,cache=local",
                "builder=legacy,cache=none", "builder=legacy,cache=registry", "builder=legacy,cache=local",
            ])
    }

    @Test("leaves names, plans and hashes alone where it is absent")
    func absent() throws {
        #expect(try configurations("builder: [legacy]") == ["builder=legacy"])
        let text = String(decoding: try JSONEncoder().encode(Configuration(builder: .legacy)), as: UTF8.self)
        #expect(text == #"{"builder":"legacy"}"#)
        let old = try JSONDecoder().decode(Configuration.self, from: Data(#"{"builder":"buildkit"}"#.utf8))
        #expect(old == Configuration(builder: .buildkit))
    }

    @Test(
        "is refused with the mistake's place",
        arguments: [
            (
                Samples.text(factors: "factors: {builder: [legacy], cache: [remote]}"),
                "trial.yaml:3:38: factors.cache: unknown value 'remote'; expected one of: none, registry, local"
            ),
            (
                Samples.text(factors: "factors: {builder: [legacy], cache: []}"),
                "trial.yaml:3:37: factors.cache: expected a list of caches, at least one, found an empty list"
            ),
            (
                Samples.text(factors: "factors: {builder: [legacy], cache: [local]}", more: "reference: direct"),
                """
                trial.yaml:5:12: reference: direct goes with no factor 'cache', whose jobs run on two engines; expected none, or \
                no factor 'cache'
                """
            ),
        ])
    func refused(text: String, problem: String) {
        #expect(Samples.problems(text) == [problem])
    }

    @Test("makes a stream of each point, all in one balanced order")
    func streams() throws {
        var scenario = Samples.scenario(changes: 4, pairs: 0, cold: 0)
        scenario.configurations = CacheSource.allCases.map { Configuration(builder: .buildkit, cache: $0) }
        let plan = try scenario.plan(profile: "quick", seed: 3, traces: Samples.traces(length: 4))
        let streams = Dictionary(grouping: plan.jobs) { "\($0.fixture) \($0.configuration.name)" }
        #expect(streams.count == 6)
        #expect(streams.values.allSatisfy { $0.filter { $0.purpose == .trace }.map(\.change.index) == [1, 2, 3, 4] })
        // In each round every stream builds the same change: that is what the comparison pairs.
        for round in 1...4 {
            #expect(plan.jobs.filter { $0.round == round }.count == 6)
        }
    }
}
