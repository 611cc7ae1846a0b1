import Model
import Simulation
import Statistics
import Store

/// A measured open loop, to be run again in the simulation. Times are in seconds.
struct Replay {
    /// How often times are drawn anew.
    private static let repetitions = 200

    /// The waits of jobs that are not judged are not compared: they only occupy an executor, for `service`.
    private typealias Replayed = (job: Job, service: Double, isJudged: Bool)

    private let jobs: [Replayed]
    private let executors: Int
    private let turnaround: Double

    /// - Parameter judged: jobs whose waits are compared.
    init(_ series: LoadSeries, judged: [Job]) {
        let positions = Set(judged.map(\.position))
        jobs = series.jobs.compactMap { job in job.service.map { (job, $0, positions.contains(job.position)) } }
        (executors, turnaround) = (series.executors, series.turnaround)
    }

    /// The 95th percentile of the waits, had each job taken the time that it took; nil where there is no job.
    func measuredTimes() -> Double? {
        percentile(slowdown: [Double](repeating: 1, count: executors)) { $0.service + turnaround }
    }

    /// The same with times drawn for each judged job, over and over: the median, and between which 95 of 100 lie; nil where a kind
    /// has none.
    ///
    /// - Parameters:
    ///   - times: what is drawn from for each kind.
    ///   - slowdown: how many times as long builds take while k run, at index k − 1, one for each executor.
    ///   - purpose: tells these draws from others of the same seed.
    func predictions(
        times: [BuildKind: [Double]], slowdown: [Double], seed: UInt64, purpose: String
    ) -> (median: Double, interval: ClosedRange<Double>)? {
        let kinds = Set(jobs.filter(\.isJudged).map(\.job.kind))
        guard kinds.allSatisfy({ times[$0]?.isEmpty == false }) else { return nil }
        // A time as it was measured holds the slowdown already, and nothing slows down what passes between two jobs.
        let full = slowdown.last ?? 1
        let waits = (0..<Self.repetitions).compactMap { number in
            var generator = SeededGenerator(seed: seed, purpose: "\(purpose) \(number)")
            return percentile(slowdown: slowdown) { job in
                let drawn = job.isJudged ? times[job.job.kind]?.randomElement(using: &generator) : nil
                return (drawn ?? job.service / full) + turnaround / full
            }
        }
        guard let sample = try? Sample(waits), let low = sample.quantile(0.025), let high = sample.quantile(0.975)
        else { return nil }
        return (sample.median, low...high)
    }

    /// The 95th percentile of waits by the same ranks and buckets as that of simulated ones, so that the two can be compared; nil for none.
    static func percentile(of waits: [Double]) -> Double? {
        var histogram = WaitHistogram(bound: CapacityTerms.bound)
        for wait in waits { histogram.record(max(wait, 0)) }
        return histogram.quantile(0.95)
    }

    private func percentile(slowdown: [Double], work: (Replayed) -> Double) -> Double? {
        let arrivals = jobs.map { TraceReplay.Arrival(at: $0.job.arrival, work: work($0), isCounted: $0.isJudged) }
        return (try? TraceReplay(executors: executors, slowdown: slowdown).waits(arrivals))?.quantile(0.95)
    }
}
