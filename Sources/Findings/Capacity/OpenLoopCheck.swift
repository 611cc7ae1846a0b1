import Records
import Simulation
import Statistics

/// The simulation beside a measured open loop: the same arrivals, with times that were measured elsewhere.
public struct OpenLoopCheck: Sendable, Equatable {
    /// How far the predicted p95 wait may lie from the measured one, as a share of it.
    public static let tolerance = 0.15
    /// In fewer jobs than these a 95th percentile rests on one or two.
    public static let fewestJobs = 60
    /// How often the times are drawn anew.
    static let repetitions = 200

    /// Where the times came from.
    public enum Source: Sendable, Equatable {
        /// Jobs with one executor, slowed down as closed loops were.
        case closedLoops
        /// The first half of the same jobs, whose times hold what slowed them down; the second half is judged.
        case otherHalf
    }

    /// What came of it.
    public enum Answer: Sendable, Equatable {
        /// The prediction lies within the tolerance.
        case agrees
        /// It does not.
        case disagrees
        /// There is nothing to judge by, and why.
        case notJudged(String)
    }

    /// The open loop's configuration.
    public var configuration: String
    /// How many executors it had.
    public var executors: Int
    /// How many jobs were compared.
    public var jobs: Int
    /// The 95th percentile of their measured waits, in seconds.
    public var measured: Double
    /// What it would have been, had each job taken its own measured time and the queue been as it is simulated: what differs from the
    /// measured is the queue's part of the error.
    public var replayed: Double?
    /// The median of the predictions, in seconds.
    public var predicted: Double?
    /// Between which 95 of 100 predictions lie.
    public var interval: ClosedRange<Double>?
    /// Where the times came from; nil where there were none.
    public var source: Source?
    /// Whether the two agree.
    public var answer: Answer

    /// Predicted over measured, less 1.
    public var error: Double? {
        guard let predicted, measured > 0 else { return nil }
        return predicted / measured - 1
    }

    /// The check of one open loop.
    public static func check(
        _ series: LoadSeries, by measurements: ServiceMeasurements, seed: UInt64
    ) -> OpenLoopCheck {
        let counted = series.jobs.filter(isCounted)
        let slowdown = measurements.slowdown(upTo: series.executors)
        let isKnown = counted.allSatisfy { measurements.alone[$0.kind] != nil }
        if let slowdown, isKnown {
            return check(
                series, judged: counted, source: .closedLoops, slowdown: slowdown, times: measurements.alone,
                seed: seed)
        }
        let training = counted.prefix(counted.count / 2)
        let times = Dictionary(grouping: training, by: \.kind).mapValues { $0.compactMap(\.service) }
        return check(
            series, judged: Array(counted.dropFirst(training.count)), source: .otherHalf,
            slowdown: [Double](repeating: 1, count: series.executors), times: times, seed: seed)
    }

    /// Whether a job's wait is compared.
    private static func isCounted(_ job: CapacityObservation) -> Bool {
        job.job.outcome == .succeeded && job.service != nil && !job.job.warmup && !job.job.cold
    }

    private static func check(
        _ series: LoadSeries, judged: [CapacityObservation], source: Source, slowdown: [Double],
        times: [CapacityObservation.Kind: [Double]], seed: UInt64
    ) -> OpenLoopCheck {
        let measured = (try? Sample(judged.map(\.queued)))?.quantile(0.95) ?? 0
        var found = OpenLoopCheck(
            configuration: series.configuration, executors: series.executors, jobs: judged.count, measured: measured,
            source: source, answer: .agrees)
        let replay = Replay(series, judged: judged, slowdown: slowdown, times: times)
        found.replayed = replay.measuredTimes()
        guard judged.count >= fewestJobs else {
            found.answer = .notJudged("\(judged.count) jobs are too few: \(fewestJobs) or more are needed")
            return found
        }
        guard measured >= LoadSeries.shortestWait else {
            found.answer = .notJudged("hardly any job waited: there is no wait to predict")
            return found
        }
        guard let predictions = replay.predictions(repetitions, seed: seed),
            let sample = try? Sample(predictions), let low = sample.quantile(0.025), let high = sample.quantile(0.975)
        else {
            found.source = nil
            found.answer = .notJudged("a kind of job that came was not measured before")
            return found
        }
        found.predicted = sample.median
        found.interval = low...high
        found.answer = abs(sample.median / measured - 1) <= tolerance ? .agrees : .disagrees
        return found
    }
}
