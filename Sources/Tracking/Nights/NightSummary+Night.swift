import Store

extension NightSummary {
    /// How the newest run of a database compares with the one that it was held against; nil where it was held against
    /// none, or that run is in another database.
    /// - Throws: `ResultsError`.
    package static func ofNewest(in database: ResultsDatabase) throws -> NightSummary? {
        guard let newest = try database.latestRun(), let against = newest.record.against,
            let base = try database.run(against)
        else { return nil }
        let night = try Night.compare(
            LocatedRun(database: database, run: base), LocatedRun(database: database, run: newest))
        let report = NightReport(night, base: "the baseline", candidate: "this night")
        let culprits = night.culprits.map { "\($0.subject): \($0.sentence), \($0.origin)." }
        return NightSummary(title: report.headline, lines: culprits + [report.counts], state: night.outcome.state)
    }
}

extension Night.Outcome {
    fileprivate var state: NightSummary.State {
        switch self {
        case .regression, .failedJobs: .worse
        case .improvement: .better
        case .unchanged: .unchanged
        case .cannotTell: .cannotTell
        }
    }
}
