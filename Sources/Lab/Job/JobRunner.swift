import Engine
import Foundation
import Model

/// Carries out one job against an engine: asks the `JobMachine` for the next action, does it and times it. Everything
/// beyond the five phases is the work of the job's stages.
package struct JobRunner: Sendable {
    let client: EngineClient
    let settings: JobSettings
    let surroundings: JobSurroundings
    var stages = JobStages.all

    /// Runs a job to its end; a job that fails is a record, not an error. Throws what the journal throws.
    package func run(_ job: PlannedJob, in stream: JobStream) async throws -> EndedJob {
        try await run(staged(job, in: stream))
    }

    /// A job as it is before its stages, on the run's own engine.
    func staged(_ job: PlannedJob, in stream: JobStream) -> StagedJob {
        StagedJob(planned: job, stream: stream, client: client, starts: surroundings.starts, settings: settings)
    }

    func run(_ job: StagedJob) async throws -> EndedJob {
        let stages: [any JobStage] = stages.compactMap { $0.init(job, surroundings) }
        return try await JobStages.run(job, through: stages[...]) { try await perform($0, stages) }
    }

    private func perform(_ job: StagedJob, _ stages: [any JobStage]) async throws -> EndedJob {
        let journal = surroundings.journal
        let clock = ContinuousClock()
        let began = clock.now
        var record = JobRecord(job)
        record.queued = job.intended.map { max(0, (began - $0).seconds) } ?? 0
        let meter = RequestMeter()
        var counted = job
        counted.client = job.client.counting(in: meter)
        let phases = JobPhases(job: counted, stages: stages)
        let processorBefore = ProcessorTime.now()
        let countsBefore = job.counts() + journal.counts()
        // Time for the record and for finding out facts before the phases: not part of the job.
        var saving = Duration.zero
        var saved: Result<Int64, any Error>?

        var machine = JobMachine(first: job.firstPhase, onlyBuilds: job.settings.workload.onlyBuilds)
        var work = JobWork(deadline: began + .seconds(job.settings.workload.timeout))
        var action = machine.start()
        while action != .finish {
            switch action {
            case .enter(let phase):
                job.onPhase(phase)
                surroundings.events(.phaseBegan(job.planned, phase))
                let checked = clock.now
                let failed = await phases.prepare(phase, &work)
                let entered = clock.now
                saving += entered - checked
                let event = if let failed { failed } else { await phases.perform(phase, on: &work) }
                let spent = (clock.now - entered).seconds
                // The time of a failed cleanup is not recorded: how much is left to remove is unknown.
                if phase != .cleanup || event == .ended { record.phases[phase] = spent }
                action = machine.handle(event)
            case .save:
                let entered = clock.now
                for stage in stages { await stage.complete(&work, of: counted) }
                record.fill(from: work, machine)
                record.mask(job.settings.secrets)
                record.isCancelledByPlan = record.outcome == .cancelled && job.isCancelledByPlan()
                do { saved = .success(try await journal.save(record)) } catch { saved = .failure(error) }
                saving += clock.now - entered
                action = machine.handle(.ended)
            case .finish: break
            }
        }

        record.fill(from: work, machine)
        record.mask(job.settings.secrets)
        if record.phases[.cleanup] != nil { record.wall = (clock.now - began - saving).seconds }
        let spent = meter.snapshot()
        record.own = OwnCost(
            processor: ProcessorTime.now() - processorBefore,
            outsideRequests: max(0, (clock.now - began).seconds - spent.openSeconds), requests: spent.requests)
        // Thrown only here: a full disk under the database must not prevent the container's removal.
        let id = try saved?.get() ?? 0
        try await journal.complete(id, with: record)
        let countsAfter = job.counts() + journal.counts()
        let points = job.points + work.points + JobPoint.differences(from: countsBefore, to: countsAfter)
        if !points.isEmpty { try await journal.record(points, of: id) }
        return EndedJob(record: record, id: id, isEngineLost: record.outcome == .engineLost)
    }
}

extension JobRunner {
    /// A runner for jobs outside any run.
    package init(client: EngineClient, journal: any JobJournal, settings: JobSettings) {
        self.init(client: client, settings: settings, surroundings: JobSurroundings(journal: journal))
    }
}

extension Failure {
    fileprivate func masked(by mask: SecretMask) -> Failure {
        Failure(phase: phase, message: mask.masked(message), outputTail: outputTail.map(mask.masked))
    }
}

extension JobPoint {
    /// How much each count rose. A count that is missing before or after, or fell, was restarted and is left out.
    static func differences(from before: [JobPoint], to after: [JobPoint]) -> [JobPoint] {
        after.compactMap { count in
            guard let start = before.first(where: { $0.name == count.name }), count.value >= start.value else {
                return nil
            }
            return JobPoint(name: count.name, unit: count.unit, value: count.value - start.value, at: count.at)
        }
    }
}

extension JobRecord {
    fileprivate init(_ job: StagedJob) {
        let planned = job.planned
        self.init(
            scenario: job.settings.scenario, configuration: planned.configuration, fixture: planned.fixture,
            revision: planned.change.revision, change: planned.change.name, changeClass: planned.change.changeClass,
            weight: planned.weight,
            executor: job.executor, position: planned.position, round: planned.round, warmup: planned.warmup,
            cold: planned.cold, startedAt: Date())
        (direct, side) = (job.direct, planned.side)
    }

    fileprivate mutating func fill(from work: JobWork, _ machine: JobMachine) {
        (outcome, failure, cleanupFailure) = (machine.outcome, machine.failure, machine.cleanupFailure)
        (command, commandClock, exitStatus) = (work.command?.seconds, work.command?.clock, work.command?.exitStatus)
        (contextBytes, contextEntries) = (work.contextBytes, work.context?.entries.count ?? 0)
        (artifactBytes, steps, probes) = (work.artifactBytes, work.steps, work.probes)
    }

    /// A step or a command may print what it was given.
    fileprivate mutating func mask(_ secrets: [BuildSecret]) {
        guard !secrets.isEmpty else { return }
        let mask = SecretMask(secrets)
        failure = failure?.masked(by: mask)
        cleanupFailure = cleanupFailure?.masked(by: mask)
        for index in steps.indices { steps[index].error = steps[index].error.map(mask.masked) }
    }
}
