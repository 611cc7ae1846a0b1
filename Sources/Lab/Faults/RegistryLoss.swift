import Engine
import Model
import Provision

/// When the registry is killed in a job: drawn by seed, the same for the same job of the same plan.
struct RegistryMoment: Sendable, Equatable {
    enum Transfer: Sendable { case push, pull }

    /// What is under way then: the first worker's push before the job, or the pull in its build phase.
    let transfer: Transfer
    /// Time after the transfer's first bytes, in seconds.
    let delay: Double

    /// The longest delay, in seconds: about what the transfer of a small change takes.
    static let longest = 0.1
    /// Traffic by which a transfer counts as begun, in bytes: more than an idle connection takes to close.
    static let begun = 1000

    init(of job: PlannedJob, seed: UInt64) {
        var generator = SeededGenerator(seed: seed, purpose: "fault registry-lost of job \(job.position)")
        transfer = Bool.random(using: &generator) ? .push : .pull
        delay = Double.random(in: 0...Self.longest, using: &generator)
    }
}

/// Kills a registry in the middle of a transfer of a job, and starts it again when the job is over.
struct RegistryLoss: Sendable {
    let registry: EmbeddedRegistry
    /// The name of the engine that pushes or pulls.
    let engine: String
    let delay: Double
    let run: JobSurroundings
    private let killed = Shared<ContinuousClock.Instant?>(nil)

    init(registry: EmbeddedRegistry, engine: String, delay: Double, run: JobSurroundings) {
        (self.registry, self.engine, self.delay, self.run) = (registry, engine, delay, run)
    }

    func during(
        _ job: StagedJob, _ runJob: @escaping RunJob
    ) async throws -> (ended: EndedJob, strike: FaultStrike) {
        try await withThrowingTaskGroup(of: (ended: EndedJob?, strike: FaultStrike).self) { group in
            group.addTask { (try await runJob(job), .notPlanted) }
            group.addTask { (nil, await struck()) }
            var (ended, strike) = (EndedJob?.none, FaultStrike.notPlanted)
            do {
                while let came = try await group.next() {
                    if let value = came.ended {
                        ended = value
                        group.cancelAll()
                    } else {
                        strike = came.strike
                    }
                }
            } catch {
                await serveAgain()
                throw error
            }
            guard let ended else {
                await serveAgain()
                throw CancellationError()
            }
            let held = killed.value.map { (ContinuousClock.now - $0).seconds }
            await serveAgain()
            if let held { try await run.journal.record([RegistryPoint.heldSeconds.point(held)], of: ended.id) }
            return (ended, strike)
        }
    }

    /// Waits for the moment; a job that is over before it cancels this.
    private func struck() async -> FaultStrike {
        do {
            try await registry.kill {
                let before = registry.traffic(with: engine)?.total ?? 0
                while (registry.traffic(with: engine)?.total ?? 0) - before < RegistryMoment.begun {
                    try await Task.sleep(for: .milliseconds(1))
                }
                try await Task.sleep(for: .seconds(delay))
            }
            killed.value = .now
            return FaultStrike(delay: delay, isPlanted: true)
        } catch is CancellationError {
            return .notPlanted
        } catch {
            run.warn("the registry could not be killed as intended: \(error)")
            return .notPlanted
        }
    }

    private func serveAgain() async {
        do {
            try await shieldedFromCancellation { try await registry.again() }
        } catch {
            run.warn("the registry did not come back: \(error)")
        }
    }
}
