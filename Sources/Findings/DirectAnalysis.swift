import Records

/// Sets warm jobs beside the same command run without an engine.
struct DirectAnalysis {
    /// Warm jobs, with or without a direct run.
    let jobs: [Observation]

    /// nil where no job makes a pair.
    func findings() -> DirectFindings? {
        let pairs = jobs.compactMap { job -> (wall: Double, command: Double, direct: DirectRecord)? in
            guard let direct = job.direct, direct.exitStatus == 0, let wall = job.wall, let command = job.command
            else { return nil }
            return (wall, command, direct)
        }
        let seconds = pairs.map(\.direct.seconds)
        guard let median = Medians.plain(seconds) else { return nil }
        return DirectFindings(
            pairs: pairs.count, directFirst: pairs.count { $0.direct.order == .before }, seconds: median,
            job: Paired.difference(pairs.map { $0.wall - $0.direct.seconds }),
            command: Paired.difference(pairs.map { $0.command - $0.direct.seconds }))
    }
}
