import EngineAPI
import Records
import Scenarios

/// What the builds of a run were made from, remembered from job to job so that a miss can be explained.
public actor CacheMemory {
    /// A builder's cache on one of the engines of a run.
    private struct Place: Hashable {
        let engine: String
        let builder: Builder
    }

    private var known: [Place: Set<String>] = [:]
    private var previous: [StreamKey: BuildInputs] = [:]

    /// Engines of which nothing is known.
    public init() {}

    /// The steps of a job's build with the reasons of their misses; remembers the build for the next.
    ///
    /// Outside the job's phases: it reads what the job copied and asks the engine for the base's id.
    func explain(
        _ work: JobWork, of job: PlannedJob, in stream: JobStream, on client: EngineClient
    ) async
        -> [StepRecord]
    {
        guard let context = work.context, !work.steps.isEmpty else { return work.steps }
        let sources = BuildInputs.Sources(
            arguments: job.change.arguments ?? [:],
            image: { name in (try? await client.image(name).id) ?? "unknown \(name)" },
            content: { await stream.digest(of: $0, in: context) })
        let inputs = await BuildInputs(steps: work.steps, sources: sources)
        let key = StreamKey(job)
        let place = Place(engine: client.endpoint.description, builder: job.configuration.builder)
        let explained = MissExplanation(
            inputs: inputs, previous: previous[key], known: known[place, default: []], cold: job.cold
        ).explain(work.steps)
        let made = Set(work.steps.filter { $0.cacheable && $0.error == nil }.map(\.ordinal))
        known[place, default: []].formUnion(
            inputs.stages.flatMap(\.steps).filter { made.contains($0.ordinal) }.map(\.key))
        previous[key] = inputs
        return explained
    }
}
