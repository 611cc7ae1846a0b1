import Testing

@testable import Model

@Suite("Factors")
struct FactorTests {
    private func configurations(_ text: String) throws -> [String] {
        try Scenario.parse(text, file: "trial.yaml", questions: nil).configurations.map(\.name)
    }

    @Test("leave out what is excluded, and nothing else")
    func exclusion() throws {
        let text = Samples.text(
            factors: "factors: {builder: [legacy, buildkit], strategy: [one-layer, cache-mount]}",
            more: "exclude: [{builder: legacy, strategy: cache-mount}]")
        #expect(
            try configurations(text) == [
                "builder=legacy,strategy=one-layer", "builder=buildkit,strategy=one-layer",
                "builder=buildkit,strategy=cache-mount",
            ])
    }

    @Test("choose the fixture's Dockerfile by strategy or base")
    func variants() throws {
        let text = Samples.text(factors: "factors: {builder: [legacy], base: [provided, deferred]}")
        let variants = try Scenario.parse(text, file: "trial.yaml", questions: nil).configurations.map(
            \.dockerfileVariant)
        #expect(variants == ["provided", "deferred"])
    }

    @Test(
        "that make no sense are refused at their place",
        arguments: [
            (
                Samples.text(
                    factors: "factors: {builder: [legacy]}", more: "exclude: [{builder: buildkit}]"),
                "trial.yaml:5:11: exclude: no configuration is like this; expected values of the factors above"
            ),
            (
                Samples.text(factors: "factors: {builder: [legacy]}", more: "exclude: [{builder: legacy}]"),
                "trial.yaml:5:10: exclude: expected that some configuration is left, found a list"
            ),
            (
                Samples.text(factors: "factors: {builder: [legacy], strategy: [archive], base: [provided]}"),
                """
                trial.yaml:3:57: factors.base: each of strategy and base chooses the fixture's Dockerfile; expected one of the two
                """
            ),
            (
                Samples.text(factors: "factors: {builder: [legacy], cache: [local], base: [provided]}"),
                """
                trial.yaml:3:52: factors.base: provided images are on the run's own engine only; \
                expected no factor 'cache' with it
                """
            ),
        ])
    func refused(text: String, problem: String) {
        #expect(Samples.problems(text) == [problem])
    }
}
