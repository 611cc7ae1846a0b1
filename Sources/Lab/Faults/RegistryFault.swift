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

    /// The longest delay, in seconds: about what the bytes of a small change take.
    static let longest = 0.03
    /// Traffic by which a transfer counts as begun, in bytes: more than an idle connection takes to close.
    static let begun = 1000

    init(of job: PlannedJob, seed: UInt64) {
        var generator = SeededGenerator(seed: seed, purpose: "fault registry-lost of job \(job.position)")
        transfer = Bool.random(using: &generator) ? .push : .pull
        delay = Double.random(in: 0...Self.longest, using: &generator)
    }
}

/// A fault of a registry while a job runs: from the beginning of a transfer to the end of the job.
struct RegistryFault: Sendable {
    let registry: EmbeddedRegistry
    /// The name of the engine that pushes or pulls.
    let engine: String
    /// From the transfer's first bytes to the fault, in seconds.
    let delay: Double
    /// Whether the registry is killed then, and started again when the job is over; if not, it only fails by itself.
    let kills: Bool
    let run: JobSurroundings

    /// Runs the job; returns with it whether the fault came, and records how long the job went on from then.
    func during(_ job: StagedJob, _ runJob: @escaping RunJob) async throws -> (ended: EndedJob, strike: FaultStrike) {
        let began = Shared<ContinuousClock.Instant?>(nil)
        let ended: EndedJob
        do {
            ended = try await withThrowingTaskGroup(of: EndedJob?.self) { group in
                group.addTask { try await runJob(job) }
                group.addTask {
                    await strike(began)
                    return nil
                }
                var ended: EndedJob?
                while let came = try await group.next() {
                    guard let came else { continue }
                    ended = came
                    // A moment that has not come by then comes too late.
                    group.cancelAll()
                }
                guard let ended else { throw CancellationError() }
                return ended
            }
        } catch {
            await serveAgain()
            throw error
        }
        guard let struck = began.value else { return (ended, .notPlanted) }
        let held = (ContinuousClock.now - struck).seconds
        await serveAgain()
        try await run.journal.record([RegistryPoint.heldSeconds.point(held)], of: ended.id)
        return (ended, FaultStrike(delay: delay, isPlanted: true))
    }

    private func strike(_ began: Shared<ContinuousClock.Instant?>) async {
        do {
            if kills { try await registry.kill(after: moment) } else { try await moment() }
            began.value = .now
        } catch is CancellationError {
            return
        } catch {
            run.warn("the registry could not be killed as intended: \(error)")
        }
    }

    private func moment() async throws {
        let before = registry.traffic(with: engine)?.total ?? 0
        while (registry.traffic(with: engine)?.total ?? 0) - before < RegistryMoment.begun {
            try await Task.sleep(for: .milliseconds(1))
        }
        try await Task.sleep(for: .seconds(delay))
    }

    private func serveAgain() async {
        guard kills else { return }
        do { try await shieldedFromCancellation { try await registry.again() } } catch {
            run.warn("the registry did not come back: \(error)")
        }
    }
}
