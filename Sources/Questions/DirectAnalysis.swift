import Model

/// Sets warm jobs beside the same command run without an engine.
struct DirectAnalysis {
    /// Warm jobs, with or without a direct run.
    let jobs: [Observation]

    private struct Pair {
        let changeClass: ChangeClass
        let weight: Double
        let wall: Double
        let command: Double
        let direct: Double
        let order: DirectRecord.Order
    }

    /// nil where no job makes a pair.
    func findings() -> DirectFindings? {
        let pairs = jobs.compactMap { job -> Pair? in
            // Where one of the two failed, they did not do the same work.
            guard job.outcome == .succeeded, let direct = job.direct, direct.end == .succeeded,
                let seconds = direct.seconds, let wall = job.wall, let command = job.command
            else { return nil }
            return Pair(
                changeClass: job.changeClass, weight: job.weight, wall: wall, command: command, direct: seconds,
                order: direct.order)
        }
        let seconds = pairs.map(\.direct)
        guard let median = Medians.plain(seconds), let usual = usualClass(pairs) else { return nil }
        let usualPairs = pairs.filter { $0.changeClass == usual }
        return DirectFindings(
            pairs: pairs.count, directFirst: pairs.count { $0.order == .before }, seconds: median,
            usualClass: usual, usualPairs: usualPairs.count,
            job: Paired.difference(usualPairs.map { $0.wall - $0.direct }),
            command: Paired.difference(pairs.map { $0.command - $0.direct }))
    }

    /// The kind of change with the most weight.
    private func usualClass(_ pairs: [Pair]) -> ChangeClass? {
        Dictionary(grouping: pairs, by: \.changeClass).mapValues { $0.map(\.weight).reduce(0, +) }
            .max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }
}
