import Model
import Store

/// The jobs of a series, each beside the same command without an engine.
struct DirectFindings: Sendable, Equatable {
    /// How many pairs there are: warm jobs that succeeded, whose direct run ended with status 0.
    var pairs: Int
    /// In how many of them the direct run came first.
    var directFirst: Int
    /// Median seconds of the direct runs.
    var seconds: Double
    /// The most usual kind of change, with its pairs: a job after another kind also rebuilds more, and rare kinds are over-sampled.
    var usualClass: ChangeClass
    var usualPairs: Int
    /// Wall time of the job less the direct run, over the pairs of the most usual kind: what the whole container job costs
    /// over the bare command.
    var job: PairedDifference
    /// The command in its container less the direct run, over all pairs: whether the command itself is slower there.
    var command: PairedDifference

    /// Whether either order came at most one pair in ten more often than the other, or one pair.
    var isBalanced: Bool { abs(2 * directFirst - pairs) <= max(1, pairs / 10) }
}

extension DirectFindings {
    private typealias Pair = (job: Job, wall: Double, command: Double, direct: Double)

    private static func pair(_ job: Job) -> Pair? {
        // Where one of the two failed, they did not do the same work.
        guard job.outcome == .succeeded, let direct = job.direct, direct.end == .succeeded,
            let seconds = direct.seconds, let wall = job.wall, let command = job.command
        else { return nil }
        return (job, wall, command, seconds)
    }

    /// Warm jobs, with or without a direct run, beside the same command without an engine; nil where none makes a pair.
    static func of(_ jobs: [Job]) -> DirectFindings? {
        let pairs = jobs.compactMap(pair)
        guard let median = Medians.plain(pairs.map(\.direct)), let usual = usualClass(pairs) else { return nil }
        let usualPairs = pairs.filter { $0.job.changeClass == usual }
        return DirectFindings(
            pairs: pairs.count, directFirst: pairs.count { $0.job.direct?.order == .before }, seconds: median,
            usualClass: usual, usualPairs: usualPairs.count,
            job: Paired.difference(usualPairs.map { $0.wall - $0.direct }),
            command: Paired.difference(pairs.map { $0.command - $0.direct }))
    }

    /// The kind of change with the most weight.
    private static func usualClass(_ pairs: [Pair]) -> ChangeClass? {
        Dictionary(grouping: pairs, by: \.job.changeClass).mapValues { $0.reduce(0) { $0 + $1.job.weight } }
            .max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }
}
