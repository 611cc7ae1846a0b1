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
    }

    private var made: [Place: MadeResults] = [:]
    private var previous: [StreamKey: BuildInputs] = [:]
    /// Where builds of this run have begun.
    private var begun: Set<Place> = []
    private let isNew: Bool

    /// A memory of engines about which nothing is known.
    ///
    /// - Parameter isNew: whether the run has built nothing yet; a resumed run finds its own earlier work in the cache.
    init(isNew: Bool = true) {
        self.isNew = isNew
    }

    /// Whether a build that begins now is the run's first on its engine and builder, and may use the cache. Anything it
    /// hits was not made by this run.
    func isFirst(_ job: PlannedJob, on client: EngineClient) -> Bool {
        guard isNew, !job.cold else { return false }
        return begun.insert(Place(engine: client.endpoint.description, builder: job.configuration.builder)).inserted
    }

    /// The steps of a job's build with the reasons of their misses. Remembers the build for the next call.
    ///
    /// Outside the job's phases: it reads what the job copied and asks the engine for the base's id. Where a step was
    /// made before and missed, it also asks whether its result still exists.
    func explain(
        _ work: JobWork, of job: PlannedJob, in stream: JobStream, on client: EngineClient
    ) async -> [StepRecord] {
        guard let context = work.context, !work.steps.isEmpty else { return work.steps }
        let surroundings = BuildInputs.Surroundings(
            arguments: job.change.arguments ?? [:], image: { await Self.id(of: $0, on: client) },
            content: { await stream.digest(of: $0, in: context) })
        let inputs = await BuildInputs(
            DockerfileOutline(work.dockerfile ?? Dockerfile("")),
            builder: job.configuration.builder == .buildkit ? .buildkit : .legacy, in: surroundings)
        let key = StreamKey(job)
        let place = Place(engine: client.endpoint.description, builder: job.configuration.builder)
        let built = Dictionary(work.built.map { ($0.ordinal, $0) }) { first, _ in first }
        let lines = built.compactMapValues(\.line)
        let before = made[place] ?? MadeResults()
        func explanation(gone: Set<String>) -> MissExplanation {
            MissExplanation(
                inputs: inputs, lines: lines, previous: previous[key], known: before.keys, gone: gone, cold: job.cold)
        }
        let gone = await Self.gone(explanation(gone: []).doubtful(work.steps), built, before, on: client)
        let explained = explanation(gone: gone).explain(work.steps)

        for step in work.steps where step.cacheable && step.error == nil {
            guard let found = lines[step.ordinal].flatMap(inputs.step(line:)), let step = built[step.ordinal] else {
                continue
            }
            let input = inputs.stages[found.stage].steps[found.index]
            if input.isTold { made[place, default: MadeResults()].note(step, key: input.key) }
        }
        previous[key] = inputs
        return explained
    }

    /// The id of an image; nil where the engine does not answer.
    private static func id(of image: String, on client: EngineClient) async -> String? {
        do { return try await client.image(image).id } catch { return nil }
    }

    /// Which of the earlier results the engine has lost.
    private static func gone(
        _ doubtful: [Int: String], _ built: [Int: BuildStep], _ made: MadeResults, on client: EngineClient
    ) async -> Set<String> {
        guard !doubtful.isEmpty else { return [] }
        let hasRecords = doubtful.keys.contains { built[$0]?.vertexDigest != nil }
        var records: [BuildCacheRecord]?
        if hasRecords { do { records = try await client.buildCache() } catch { records = nil } }
        var gone: Set<String> = []
        for (ordinal, key) in doubtful {
            guard let step = built[ordinal] else { continue }
            if await made.isGone(key, remade: step, from: client, records: records) { gone.insert(key) }
        }
        return gone
    }
}

/// What steps left on an engine when they were made. It shows later whether their results still exist.
struct MadeResults: Sendable {
    struct Trace: Sendable {
        /// The legacy builder's images, by short ids.
        var images: Set<String> = []
        /// When BuildKit made it, by the engine's clock: the cache record of its result was created then.
        var spans: [ClosedRange<Date>] = []
        /// It was in the cache already: who made it, and when, is unknown.
        var isForeign = false
    }

    private(set) var traces: [String: Trace] = [:]

    /// The keys of all steps that were made.
    var keys: Set<String> { Set(traces.keys) }

    mutating func note(_ step: BuildStep, key: String) {
        if let image = step.imageID { traces[key, default: Trace()].images.insert(image) }
        if step.vertexDigest != nil {
            if step.cached {
                if traces[key] == nil { traces[key] = Trace(isForeign: true) }
            } else if let span = step.span {
                traces[key, default: Trace()].spans.append(span)
            } else {
                traces[key, default: Trace()].isForeign = true
            }
        }
        if traces[key] == nil { traces[key] = Trace(isForeign: true) }
    }

    /// Whether an engine no longer has what a step left. False where that is uncertain.
    ///
    /// - Parameter remade: the same step, just made again.
    func isGone(_ key: String, remade: BuildStep, from client: EngineClient, records: [BuildCacheRecord]?) async -> Bool
    {
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

    /// Whether an image exists; counts as existing where the engine does not answer.
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
