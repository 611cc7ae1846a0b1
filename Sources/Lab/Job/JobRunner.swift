import Engine
import Fixtures
import Foundation
import Model

/// Carries out one job against an engine: asks the `JobMachine` what is next, does it, times it, tells it what happened.
public struct JobRunner: Sendable {
    /// What to tell of a job while it runs.
    public typealias PhaseObserver = @Sendable (Phase) -> Void

    private let client: EngineClient
    private let journal: any JobJournal
    private let settings: JobSettings
    private let memory: CacheMemory
    private let preparation: EnginePreparation
    private let onPhase: PhaseObserver
    private let warn: @Sendable (String) -> Void

    /// A runner of one run's jobs.
    ///
    /// - Parameters:
    ///   - memory: what is known of the caches; shared by all runners of a run.
    ///   - preparation: what makes the engine ready for a change; shared by all runners on it.
    public init(
        client: EngineClient, journal: any JobJournal, settings: JobSettings, memory: CacheMemory = CacheMemory(),
        preparation: EnginePreparation = EnginePreparation(isEmbedded: false),
        warn: @escaping @Sendable (String) -> Void = { _ in }, onPhase: @escaping PhaseObserver = { _ in }
    ) {
        self.client = client
        self.journal = journal
        self.settings = settings
        self.memory = memory
        self.preparation = preparation
        self.warn = warn
        self.onPhase = onPhase
    }

    /// Runs a job to its end; a job that fails is a record, not an error.
    ///
    /// - Parameters:
    ///   - direct: the paired run without an engine, when it came first.
    ///   - assignment: the executor, and since when the job has waited for it.
    /// - Returns: the record as it was saved, and its id in the journal.
    /// - Throws: only what the journal throws.
    public func run(
        _ job: PlannedJob, in stream: JobStream, direct: DirectRecord? = nil,
        assignment: JobAssignment = JobAssignment()
    ) async throws -> (record: JobRecord, id: Int64) {
        var record = JobRecord(planned: job, scenario: settings.scenario)
        record.direct = direct
        record.executor = assignment.executor
        let (prepared, obstacle) = await prepare(job, in: stream)
        let isFirst = settings.cache == nil ? await memory.isFirst(job, on: client) : false
        let clock = ContinuousClock()
        let began = clock.now
        record.startedAt = Date()
        record.queued = assignment.intended.map { max(0, (began - $0).seconds) } ?? 0
        let deadline = began + .seconds(settings.workload.timeout)
        let meter = RequestMeter()
        let phases = JobPhases(client: client.counting(in: meter), settings: settings)
        let processorBefore = ProcessorTime.now()
        let countsBefore = settings.counts() + journal.counts()
        // Spent on the record and on what is found out before the build: no part of the job.
        var saving = Duration.zero
        var saved: Result<Int64, any Error>?

        var machine = JobMachine(onlyBuilds: settings.workload.onlyBuilds)
        var work = JobWork()
        var action = machine.start()
        while action != .finish {
            switch action {
            case .enter(let phase):
                onPhase(phase)
                let checked = clock.now
                var refusal = phase == .build ? await decideSession(of: job, in: stream, on: &work) : nil
                if phase == .build, refusal == nil { refusal = await useOwnBases(for: job, &work) }
                let entered = clock.now
                saving += entered - checked
                let event =
                    if let obstacle, phase == .context {
                        JobMachine.Event.failed(obstacle.outcome, obstacle.failure)
                    } else if let refusal {
                        refusal
                    } else {
                        await phases.perform(phase, of: job, in: stream, on: &work, until: deadline)
                    }
                let spent = (clock.now - entered).seconds
                // A cleanup that failed has no length: what is left to remove is not known.
                if phase != .cleanup || event == .ended { record.phases[phase] = spent }
                action = machine.handle(event)
            case .save:
                let entered = clock.now
                await phases.readStepSizes(of: &work)
                work.steps = await memory.explain(work, of: job, in: stream, on: client)
                record.fill(from: work, machine)
                record.isCancelledByPlan = record.outcome == .cancelled && settings.isCancelledByPlan()
                saved = await journal.attemptToSave(record)
                saving += clock.now - entered
                action = machine.handle(.ended)
            case .finish:
                break
            }
        }

        record.fill(from: work, machine)
        if record.phases[.cleanup] != nil {
            record.wall = (clock.now - began - saving).seconds
        }
        let spent = meter.snapshot()
        record.own = OwnCost(
            processor: ProcessorTime.now() - processorBefore,
            outsideRequests: max(0, (clock.now - began).seconds - spent.openSeconds),
            requests: spent.requests)
        // Thrown only here: a full disk under the database must not keep the container from being removed.
        let id = try saved?.get() ?? 0
        try await journal.complete(id, with: record)
        let countsAfter = settings.counts() + journal.counts()
        if isFirst { work.points += inherited(by: job, work.steps) }
        let points =
            prepared + settings.points + work.points + JobPoint.differences(from: countsBefore, to: countsAfter)
        if !points.isEmpty { try await journal.record(points, of: id) }
        return (record, id)
    }

    /// What the run's first build found in the cache: told in a warning, and returned as figures.
    private func inherited(by job: PlannedJob, _ steps: [StepRecord]) -> [JobPoint] {
        let points = InheritedCache.points(steps)
        if let hits = points.first?.value {
            warn(
                "the cache was not cold: \(Int(hits)) step\(hits == 1 ? "" : "s") of the first build (\(job.fixture), \(job.configuration.name)) came from "
                    + "an earlier run or somebody else's build. This run's hits are too many and its times too short. "
                    + "A new engine has a cold cache: --engine embedded")
        }
        return points
    }

    /// Decides whether the build is given a session; why it is not begun, if so: it requires what no session of ours has.
    private func decideSession(
        of job: PlannedJob, in stream: JobStream, on work: inout JobWork
    ) async -> JobMachine.Event? {
        guard let context = work.context else { return nil }
        do {
            let file = Dockerfile(try await stream.dockerfileText(of: context))
            let name = stream.fixture.externalDockerfile?.string ?? context.dockerfile
            let decision = try await preparation.session(for: job, file, named: name, on: client)
            work.offersSession = decision == .offered
            if case .refused(let failure) = decision { return .failed(.refused, failure) }
            return nil
        } catch {
            let failed = JobFailure(error, in: .build, timeout: settings.workload.timeout)
            return .failed(failed.outcome, failed.failure)
        }
    }

    /// Has the build begin upon images of the run's own, where the engine is not its own: nothing of an earlier run is found then.
    private func useOwnBases(for job: PlannedJob, _ work: inout JobWork) async -> JobMachine.Event? {
        guard let bases = settings.ownBases, let context = work.context else { return nil }
        do {
            let name = context.dockerfileSource.lastComponent?.string ?? context.dockerfile
            guard
                let (file, originals) = try await bases.dockerfile(
                    try context.dockerfileBytes(), named: name, arguments: job.change.arguments ?? [:])
            else { return nil }
            work.context = try context.sending(file)
            work.originals = originals
            return nil
        } catch {
            let failed = JobFailure(error, in: .build, timeout: settings.workload.timeout)
            return .failed(error is OwnBaseError ? .refused : failed.outcome, failed.failure)
        }
    }

    /// Makes the engine ready; what was measured of that, and why it cannot be, if so.
    private func prepare(_ job: PlannedJob, in stream: JobStream) async -> ([JobPoint], JobObstacle?) {
        do {
            return (try await preparation.prepare(job, in: stream, on: client), nil)
        } catch {
            return ([], JobObstacle(preparingEngine: error))
        }
    }
}

extension JobPoint {
    /// How much each count rose; one that is missing before or after, or fell, was begun anew, and says nothing.
    static func differences(from before: [JobPoint], to after: [JobPoint]) -> [JobPoint] {
        after.compactMap { count in
            guard let start = before.first(where: { $0.name == count.name }), count.value >= start.value else {
                return nil
            }
            return JobPoint(name: count.name, unit: count.unit, value: count.value - start.value, at: count.at)
        }
    }
}

extension JobJournal {
    fileprivate func attemptToSave(_ record: JobRecord) async -> Result<Int64, any Error> {
        do { return .success(try await save(record)) } catch { return .failure(error) }
    }
}

extension JobRecord {
    fileprivate init(planned job: PlannedJob, scenario: String) {
        self.init(
            scenario: scenario, configuration: job.configuration.name, fixture: job.fixture,
            revision: job.change.revision, changeClass: job.change.changeClass, weight: job.weight,
            position: job.position, round: job.round, warmup: job.warmup, cold: job.cold, startedAt: Date())
    }

    fileprivate mutating func fill(from work: JobWork, _ machine: JobMachine) {
        outcome = machine.outcome
        failure = machine.failure
        cleanupFailure = machine.cleanupFailure
        command = work.command?.seconds
        exitStatus = work.command?.exitStatus
        contextBytes = work.contextBytes
        contextEntries = work.context?.entries.count ?? 0
        artifactBytes = work.artifactBytes
        steps = work.steps
        probes = work.probes
    }
}
