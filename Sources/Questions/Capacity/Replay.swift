import Model
import Simulation
import Statistics

/// A measured open loop, to be run again in the simulation.
struct Replay {
    private struct Job {
        let observation: CapacityObservation
        /// How long it occupied an executor, in seconds.
        let service: Double
        /// Whether its wait is compared; otherwise it only occupies an executor.
        let isJudged: Bool
    }

    private let jobs: [Job]
    private let executors: Int
    private let turnaround: Double

    /// - Parameter judged: jobs whose waits are compared.
    init(_ series: LoadSeries, judged: [CapacityObservation]) {
        let positions = Set(judged.map(\.job.position))
        jobs = series.jobs.compactMap { job in
            job.service.map {
                Job(observation: job, service: $0, isJudged: positions.contains(job.job.position))
            }
        }
        executors = series.executors
        turnaround = series.turnaround
    }

    /// The 95th percentile of the waits, had each job taken the time that it took; nil where there is no job.
    func measuredTimes() -> Double? {
        percentile(slowdown: [Double](repeating: 1, count: executors)) { $0.service + turnaround }
    }

    /// The same with times drawn for each judged job, once for each repetition; nil where a kind has none.
    ///
    /// - Parameters:
    ///   - times: what is drawn from for each kind, in seconds.
    ///   - slowdown: how many times as long builds take while k run, at index k − 1, one for each executor.
    ///   - purpose: tells these draws from others of the same seed.
    func predictions(
        _ repetitions: Int, times: [BuildKind: [Double]], slowdown: [Double], seed: UInt64,
        purpose: String
    ) -> [Double]? {
        let kinds = Set(jobs.filter(\.isJudged).map(\.observation.kind))
        guard kinds.allSatisfy({ times[$0]?.isEmpty == false }) else { return nil }
        // A time as it was measured holds the slowdown already, and nothing slows down what passes between two jobs.
        let full = slowdown.last ?? 1
        return (0..<repetitions).compactMap { number in
            var generator = SeededGenerator(seed: seed, purpose: "\(purpose) \(number)")
            return percentile(slowdown: slowdown) { job in
                let drawn = job.isJudged ? times[job.observation.kind]?.randomElement(using: &generator) : nil
                return (drawn ?? job.service / full) + turnaround / full
            }
        }
    }

    /// The 95th percentile of waits by the same ranks and buckets as that of simulated ones, so that the two can be compared; nil for none.
    static func percentile(of waits: [Double]) -> Double? {
        var histogram = WaitHistogram(bound: CapacityTerms.bound)
        for wait in waits { histogram.record(max(wait, 0)) }
        return histogram.quantile(0.95)
    }

    private func percentile(slowdown: [Double], work: (Job) -> Double) -> Double? {
        let arrivals = jobs.map {
            TraceReplay.Arrival(at: $0.observation.arrival, work: work($0), isCounted: $0.isJudged)
        }
        return (try? TraceReplay(executors: executors, slowdown: slowdown).waits(arrivals))?.quantile(0.95)
    }
}

/// Waits that were predicted over and over, in seconds.
struct Predictions {
    let median: Double
    /// Between which 95 of 100 lie.
    let interval: ClosedRange<Double>

    init?(_ values: [Double]?) {
        guard let values, let sample = try? Sample(values), let low = sample.quantile(0.025),
            let high = sample.quantile(0.975)
        else { return nil }
        median = sample.median
        interval = low...high
    }

    /// The same spread around another value, in proportion; nil where these are 0.
    func spread(around value: Double) -> ClosedRange<Double>? {
        guard median > 0 else { return nil }
        return value * interval.lowerBound / median...value * interval.upperBound / median
    }
}
