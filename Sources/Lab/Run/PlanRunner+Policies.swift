import Engine
import Foundation
import Model

/// Jobs on the engines of policies, each with a disk of its own.
extension PlanRunner {
    /// A job on the engine of its policy, and the policy's turn after it.
    func run(
        _ job: PlannedJob, in stream: JobStream, on policy: PolicyEngine, _ settings: JobSettings
    ) async throws -> (record: JobRecord, id: Int64) {
        // What jobs on other engines wrote is not to be written out during this one.
        sync()
        let ((record, id), watch) = try await policy.holding(settings) { settings in
            try await runner(of: job, on: policy.engine.client, settings).run(job, in: stream)
        }
        let isAlive = record.outcome == .engineLost ? await answers(policy.engine.client) : true
        if isAlive, record.outcome != .cancelled {
            try await policy.follow(record, id, watch, tag: settings.imageTag(job), journal: journal) {
                events(.warning($0))
            }
        }
        return (record, id)
    }
}
