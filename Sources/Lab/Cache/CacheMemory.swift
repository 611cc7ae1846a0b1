import Engine
import Foundation
import Model

/// Finds out why steps missed the cache, and whether the run's first build hit results of others.
struct CacheMemoryStage: JobStage {
    private let run: JobSurroundings
    private let isFirst = Shared(false)

    init?(_ job: StagedJob, _ run: JobSurroundings) { self.run = run }

    func before(_ job: inout StagedJob) async throws {
        if job.cache == nil { isFirst.value = await run.memory.isFirst(job.planned, on: job.client) }
    }

    func complete(_ work: inout JobWork, of job: StagedJob) async {
        work.steps = await run.memory.explain(work, of: job.planned, in: job.stream, on: job.uncounted)
        if isFirst.value { noteInherited(by: job.planned, &work) }
    }

    /// The figures are saved with the job's others: a kill leaves none of them or all.
    private func noteInherited(by job: PlannedJob, _ work: inout JobWork) {
        let points = InheritedCache.points(work.steps)
        guard let hits = points.first?.value else { return }
        run.warn(
            "the cache was not cold: \(Int(hits)) step\(hits == 1 ? "" : "s") of the first build (\(job.fixture), \(job.configuration.name)) came from "
                + "an earlier run or somebody else's build. This run's hits are too many and its times too short. "
                + "A new engine has a cold cache: --engine embedded")
        work.points += points
    }
}

/// What the builds of a run were made from, remembered from job to job so that a miss can be explained.
actor CacheMemory {
    private struct Place: Hashable {
        let engine: String
        let builder: Builder

        init(_ job: PlannedJob, on client: EngineClient) {
            (engine, builder) = (client.endpoint.description, job.configuration.builder)
        }
    }

    private var made: [Place: MadeResults] = [:]
    private var previous: [StreamKey: BuildInputs] = [:]
    private var begun: Set<Place> = []
    private let isNew: Bool

    /// The reason of a miss where no earlier build of the run can be compared: on a worker's own cache others did build.
    private let first: MissReason

    /// - Parameter isNew: whether the run has built nothing yet; a resumed run finds its own earlier work in the cache.
    init(isNew: Bool = true, of cache: CacheUse = .own) {
        self.isNew = isNew && cache == .own
        first = cache == .own ? .cold : .unknown
    }

    /// Whether a build that begins now is the run's first on its engine and builder: what it hits was not made by this
    /// run.
    func isFirst(_ job: PlannedJob, on client: EngineClient) -> Bool {
        isNew && !job.cold && begun.insert(Place(job, on: client)).inserted
    }

    /// The steps of a job's build with the reasons of their misses. Remembers the build for the next call. It reads
    /// what the job copied and asks the engine for images, so it runs outside the job's phases.
    func explain(
        _ work: JobWork, of job: PlannedJob, in stream: JobStream, on client: EngineClient
    ) async -> [StepRecord] {
        guard let context = work.context, !work.steps.isEmpty else { return work.steps }
        let surroundings = BuildInputs.Surroundings(
            arguments: job.change.arguments ?? [:], image: { try? await client.image($0).id },
            content: { await stream.digest(of: $0, in: context) })
        let inputs = await BuildInputs(
            DockerfileOutline(work.dockerfile ?? Dockerfile("")), builder: job.configuration.builder.kind,
            in: surroundings)
        let key = StreamKey(job)
        let place = Place(job, on: client)
        let built = Dictionary(work.built.map { ($0.ordinal, $0) }) { first, _ in first }
        let lines = built.compactMapValues(\.line)
        let before = made[place] ?? MadeResults()
        func explanation(gone: Set<String>) -> MissExplanation {
            MissExplanation(
                inputs: inputs, lines: lines, previous: previous[key], known: before.keys, gone: gone, cold: job.cold,
                first: first)
        }
        let gone = await before.gone(explanation(gone: []).doubtful(work.steps), remade: built, on: client)
        let explained = explanation(gone: gone).explain(work.steps)
        for step in work.steps where step.cacheable && step.error == nil {
            guard let input = lines[step.ordinal].flatMap(inputs.step(line:)).map({ inputs[$0] }), input.isTold,
                let step = built[step.ordinal]
            else { continue }
            made[place, default: MadeResults()].note(step, key: input.key)
        }
        previous[key] = inputs
        return explained
    }
}

/// What steps left on an engine when they were made. It shows later whether their results still exist.
struct MadeResults: Sendable {
    struct Trace: Sendable {
        var images: Set<String> = []
        /// When BuildKit made it, by the engine's clock: the cache record of its result was created then.
        var spans: [ClosedRange<Date>] = []
        /// It was in the cache already: who made it, and when, is unknown.
        var isForeign = false
    }

    private var traces: [String: Trace] = [:]

    var keys: Set<String> { Set(traces.keys) }

    mutating func note(_ step: BuildStep, key: String) {
        var trace = traces[key] ?? Trace()
        if let image = step.imageID { trace.images.insert(image) }
        if step.vertexDigest != nil, !step.cached {
            if let span = step.span { trace.spans.append(span) } else { trace.isForeign = true }
        } else if traces[key] == nil, step.imageID == nil {
            trace.isForeign = true
        }
        traces[key] = trace
    }

    /// Which of the earlier results the engine has lost, of the doubtful steps' keys by ordinal.
    func gone(_ doubtful: [Int: String], remade: [Int: BuildStep], on client: EngineClient) async -> Set<String> {
        let hasRecords = doubtful.keys.contains { remade[$0]?.vertexDigest != nil }
        let records = hasRecords ? try? await client.buildCache() : nil
        var gone: Set<String> = []
        for (ordinal, key) in doubtful {
            guard let step = remade[ordinal] else { continue }
            if await isGone(key, remade: step, from: client, records: records) { gone.insert(key) }
        }
        return gone
    }

    /// Whether an engine no longer has what a step left, which was just remade. False where that is uncertain.
    private func isGone(
        _ key: String, remade: BuildStep, from client: EngineClient, records: [BuildCacheRecord]?
    ) async -> Bool {
        guard let trace = traces[key], !trace.isForeign else { return false }
        if !trace.images.isEmpty {
            for image in trace.images where await isThere(image, on: client) { return false }
            return true
        }
        // BuildKit's records name no step, but give their creation times. That this works on this engine is checked by
        // the record that the step has now.
        guard let records, let span = remade.span, !trace.spans.isEmpty else { return false }
        let made = records.compactMap { $0.createdAt?.date }
        guard made.contains(where: span.contains) else { return false }
        return !trace.spans.contains { span in made.contains(where: span.contains) }
    }

    private func isThere(_ image: String, on client: EngineClient) async -> Bool {
        do { return try await client.imageIfThere(image) != nil } catch { return true }
    }
}

extension BuildStep {
    /// From its start to its end, widened by a millisecond on either side because both are rounded.
    fileprivate var span: ClosedRange<Date>? {
        guard let startedAt, let duration else { return nil }
        return startedAt.addingTimeInterval(-0.001)...startedAt.addingTimeInterval(max(0, duration) + 0.001)
    }
}
