import ArgumentParser
import Model
import Provision

/// Which scenarios, at which size, in which order.
struct ScenarioOptions: ParsableArguments {
    @Argument(help: "Scenario files, as scenarios/overhead.yaml.", completion: .file(extensions: ["yaml", "yml"]))
    var scenarios: [String]

    @Option(help: "Which of the scenario's profiles: quick or full.")
    var profile = "quick"

    @Option(help: "The seed that draws traces and orders; the same seed gives the same plan.")
    var seed: UInt64 = 1

    /// The plans with their fixtures opened.
    ///
    /// - Parameter runtimes: the runtimes of the engine that they are for, where a scenario varies them; by itself an embedded one's.
    func load(
        runtimes: () async throws -> Set<String> = { EmbeddedEngine.runtimes }
    ) async throws -> [LoadedScenario] {
        guard !scenarios.isEmpty else {
            throw ValidationError("Name a scenario file, as scenarios/overhead.yaml.")
        }
        var loaded: [LoadedScenario] = []
        for path in scenarios {
            let next = try await LoadedScenario.load(path, profile: profile, seed: seed, runtimes: runtimes)
            guard !loaded.contains(where: { $0.plan.scenario == next.plan.scenario }) else {
                throw UsageError(description: "\(path): scenario \(next.plan.scenario) is given twice")
            }
            loaded.append(next)
        }
        return loaded
    }
}
