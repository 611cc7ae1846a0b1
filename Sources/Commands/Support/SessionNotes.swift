import Engine
import Fixtures
import Lab
import Model

extension LoadedScenario {
    /// A sentence for each place in a newest Dockerfile that asks for a secret or an ssh agent which a builder of the
    /// plan does not give. What is required refuses the job; without the rest it is built.
    static func sessionNotes(
        of plan: Plan, _ fixtures: [String: Fixture], _ traces: [Trace]
    ) async -> [String] {
        var notes: [String] = []
        let secrets = Set((plan.secrets ?? []).map(\.id))
        for trace in traces {
            guard let fixture = fixtures[trace.fixture] else { continue }
            let configurations = plan.jobs.filter { $0.fixture == trace.fixture }.map(\.configuration)
            for variant in Set(configurations.map(\.dockerfileVariant)).sorted(by: { ($0 ?? "") < ($1 ?? "") }) {
                guard let file = await fixture.newestDockerfile(variant: variant, in: trace) else { continue }
                let builders = Set(configurations.filter { $0.dockerfileVariant == variant }.map(\.builder))
                for need in SessionNeed.all(in: Dockerfile(file.bytes)) {
                    let place = "\(trace.fixture): \(file.name):\(need.position.line):\(need.position.column)"
                    let words = [
                        builders.contains(.buildkit) ? need.note : nil,
                        builders.contains(.buildx) ? need.refusalByBuildx(giving: secrets) : nil,
                    ]
                    notes += words.compactMap { $0 }.map { "\(place): \($0)" }
                }
            }
        }
        return notes
    }

    /// What `plan` and `run` warn of before anything is built.
    var warnings: [String] { sessionNotes + unmatchedFailures }
}
