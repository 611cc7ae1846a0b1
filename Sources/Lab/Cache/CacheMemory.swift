import Engine
import Model

/// What the builds of a run were made from, remembered from job to job so that a miss can be explained.
public actor CacheMemory {
    /// A builder's cache on one of the engines of a run.
    private struct Place: Hashable {
        let engine: String
        let builder: Builder
    }

    private var made: [Place: MadeResults] = [:]
    private var previous: [StreamKey: BuildInputs] = [:]
    /// Where builds of this run have begun.
    private var begun: Set<Place> = []
    private let isNew: Bool

    /// Engines of which nothing is known.
    ///
    /// - Parameter isNew: whether the run has built nothing yet; one that goes on finds its own earlier work in the cache.
    public init(isNew: Bool = true) {
        self.isNew = isNew
    }

    /// Whether a build that begins now is the run's first on its engine and builder, and may use the cache: what it finds there was
    /// not made by this run.
    func isFirst(_ job: PlannedJob, on client: EngineClient) -> Bool {
        guard isNew, !job.cold else { return false }
        return begun.insert(Place(engine: client.endpoint.description, builder: job.configuration.builder)).inserted
    }

    /// The steps of a job's build with the reasons of their misses; remembers the build for the next.
    ///
    /// Outside the job's phases: it reads what the job copied and asks the engine for the base's id, and, where a step was made
    /// before and missed, whether its result is still there.
    func explain(
        _ work: JobWork, of job: PlannedJob, in stream: JobStream, on client: EngineClient
    ) async
        -> [StepRecord]
    {
        guard let context = work.context, !work.steps.isEmpty else { return work.steps }
        let surroundings = BuildInputs.Surroundings(
            arguments: job.change.arguments ?? [:], image: { await Self.id(of: $0, on: client) },
            content: { await stream.digest(of: $0, in: context) })
        let inputs = await BuildInputs(
            work.outline ?? DockerfileOutline(Dockerfile("")),
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

    /// The id of an image; nil where the engine cannot be asked.
    private static func id(of image: String, on client: EngineClient) async -> String? {
        do { return try await client.image(image).id } catch { return nil }
    }

    /// Which of the results that were made before the engine has lost.
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
