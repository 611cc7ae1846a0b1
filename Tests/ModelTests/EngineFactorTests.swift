import Testing

@testable import Model

@Suite("The factor engine") struct EngineFactorTests {
    @Test func eachEngineIsAConfigurationOfItsOwn() throws {
        let scenario = try Scenario.parse(
            Samples.text(
                factors: "factors: {builder: [buildkit], engine: [embedded, docker:trixie, docker:forky+containerd]}"),
            file: "t.yaml", questions: nil)
        #expect(
            scenario.configurations.map(\.name) == [
                "builder=buildkit,engine=embedded", "builder=buildkit,engine=docker:trixie",
                "builder=buildkit,engine=docker:forky+containerd",
            ])
    }

    /// As the store keeps it.
    @Test func itsFactorsMakeTheSameConfigurationAgain() throws {
        let engine = try #require(EngineSource(rawValue: "docker:forky+containerd"))
        let configuration = Configuration(builder: .buildkit, engine: engine)
        #expect(configuration.factors == ["builder": "buildkit", "engine": "docker:forky+containerd"])
        #expect(Configuration(factors: configuration.factors) == configuration)
    }

    @Test func aTextThatNamesNoEngineIsRefusedWhereItStands() {
        let problems = Samples.problems(
            Samples.text(factors: "factors: {builder: [buildkit], engine: [docker:trixie, moby:trixie]}"))
        #expect(problems.count == 1)
        #expect(problems[0].contains("expected embedded, docker:SUITE"))
    }

    @Test(arguments: ["cache: [none]", "policy: [none]"])
    func factorsThatBringUpEnginesOfTheirOwnDoNotGoWithIt(_ factor: String) {
        let problems = Samples.problems(
            Samples.text(factors: "factors: {builder: [buildkit], engine: [docker:trixie], \(factor)}"))
        #expect(problems.contains { $0.contains("brings up engines of its own") })
    }
}
