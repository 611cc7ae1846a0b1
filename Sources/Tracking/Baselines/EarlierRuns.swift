import Results

/// The runs that a threshold may rest on.
public enum EarlierRuns {
    /// How many are looked at: what lies longer back tells of another worker.
    private static let most = 20

    /// The newest runs of a database that are like `base`, began before `candidate`, finished and count; without these two.
    ///
    /// Of times only each run's median is kept, which is all that a threshold asks for.
    public static func read(
        _ database: ResultsDatabase, base: RunSummary, candidate: RunSummary,
        wanted: @escaping (Metric) -> Bool = { _ in true }
    ) throws -> [MeasuredRun] {
        let runs = try database.runs().filter { run in
            run.id != base.id && run.id != candidate.id && run.excluded == nil && run.endReason == "finished"
                && run.record.startedAt < candidate.record.startedAt && Likeness(base, run).isLike
        }
        return try runs.suffix(most).map { run in
            try MeasuredRun.read(database, run: run.id, wanted: wanted).condensed
        }
    }
}
