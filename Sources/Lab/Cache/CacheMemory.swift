import EngineAPI
import Records
import Scenarios

/// What the builds on one engine were made from, remembered from job to job so that a miss can be explained.
public actor CacheMemory {
    private var known: [Builder: Set<String>] = [:]
    private var previous: [StreamKey: BuildInputs] = [:]

    /// An engine of which nothing is known.
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
        let builder = job.configuration.builder
        let explained = MissExplanation(
            inputs: inputs, previous: previous[key], known: known[builder, default: []], cold: job.cold
        ).explain(work.steps)
        let made = Set(work.steps.filter { $0.cacheable && $0.error == nil }.map(\.ordinal))
        known[builder, default: []].formUnion(
            inputs.stages.flatMap(\.steps).filter { made.contains($0.ordinal) }.map(\.key))
        previous[key] = inputs
        return explained
    }
}
