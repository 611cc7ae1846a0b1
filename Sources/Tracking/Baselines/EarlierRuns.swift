import Store

/// The runs that a threshold may rest on.
public enum EarlierRuns {
    /// How many are looked at: what lies longer back tells of another worker.
    private static let most = 20
    /// How many jobs they may have together, so that they take a second or two to read.
    private static let mostJobs = 200_000

    /// The newest runs of a database that are like `base`, began before `candidate`, finished and count; without these two.
    ///
    /// Of times only each run's median is kept, which is all that a threshold asks for.
    public static func read(
        _ database: ResultsDatabase, base: RunSummary, candidate: RunSummary,
        wanted: @escaping (Metric) -> Bool = { _ in true }
    ) throws -> [MeasuredRun] {
        var earlier: [MeasuredRun] = []
        var jobs = 0
        for run in try database.runs().reversed() {
            guard run.id != base.id, run.id != candidate.id, run.excluded == nil, run.endReason == "finished",
                run.record.startedAt < candidate.record.startedAt, Likeness(base, run).isLike
            else { continue }
            jobs += run.jobs
            if earlier.count == most || jobs > mostJobs { break }
            earlier.append(try MeasuredRun.read(database, run: run.id, wanted: wanted).condensed)
        }
        return earlier.reversed()
    }
}
