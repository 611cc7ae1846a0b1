import Records

/// Sets warm jobs beside the same command run without an engine.
struct DirectAnalysis {
    /// Warm jobs, with or without a direct run.
    let jobs: [Observation]

    private struct Pair {
        let changeClass: ChangeClass
        let weight: Double
        let wall: Double
        let command: Double
        let direct: DirectRecord
    }

    /// nil where no job makes a pair.
    func findings() -> DirectFindings? {
        let pairs = jobs.compactMap { job -> Pair? in
            guard let direct = job.direct, direct.exitStatus == 0, let wall = job.wall, let command = job.command
            else { return nil }
            return Pair(changeClass: job.changeClass, weight: job.weight, wall: wall, command: command, direct: direct)
        }
        let seconds = pairs.map(\.direct.seconds)
        guard let median = Medians.plain(seconds), let usual = usualClass(pairs) else { return nil }
        let usualPairs = pairs.filter { $0.changeClass == usual }
        return DirectFindings(
            pairs: pairs.count, directFirst: pairs.count { $0.direct.order == .before }, seconds: median,
            usualClass: usual, usualPairs: usualPairs.count,
            job: Paired.difference(usualPairs.map { $0.wall - $0.direct.seconds }),
            command: Paired.difference(pairs.map { $0.command - $0.direct.seconds }))
    }

    /// The kind of change with the most weight.
    private func usualClass(_ pairs: [Pair]) -> ChangeClass? {
        Dictionary(grouping: pairs, by: \.changeClass).mapValues { $0.map(\.weight).reduce(0, +) }
            .max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }
}
