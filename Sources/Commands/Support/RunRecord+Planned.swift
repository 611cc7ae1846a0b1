import Foundation
import Model

extension RunRecord {
    /// A run that is about to begin; its fingerprint is known only when its engine is.
    init(scenarios: [LoadedScenario], profile: String, seed: UInt64, commandLine: [String]) async {
        self.init(
            id: UUID(), toolVersion: ToolVersion.number, toolCommit: await ToolVersion.commit(),
            commandLine: ["plimsoll"] + commandLine.dropFirst(), profile: profile, seed: seed,
            planHash: Digest.sha256(scenarios.map(\.plan.hash).joined(separator: " ")),
            plannedJobs: scenarios.reduce(0) { $0 + $1.plan.jobs.count }, startedAt: Date(),
            scenarios: scenarios.map {
                ScenarioEntry(
                    name: $0.plan.scenario, hash: $0.plan.scenarioHash, questions: $0.plan.questions, text: $0.text)
            },
            fingerprint: Fingerprint())
    }
}
