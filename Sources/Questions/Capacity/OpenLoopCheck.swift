import Model
import Store

/// The simulation beside a measured open loop: the same arrivals, with times that were measured elsewhere. Times are in seconds.
package struct OpenLoopCheck: Sendable, Equatable {
    /// How far the predicted p95 wait may lie from the measured one, as a share of it.
    package static let tolerance = 0.15
    /// In fewer jobs than these a 95th percentile rests on one or two.
    static let fewestJobs = 60

    /// Where the times came from.
    enum Source: Sendable, Equatable {
        /// Jobs with one executor, slowed down as closed loops were.
        case closedLoops
        /// The first half of the same jobs, whose times hold what slowed them down; the second half is judged.
        case otherHalf
    }

    package enum Answer: Sendable, Equatable {
        case agrees
        case disagrees
        /// The measured wait is itself too uncertain to tell; so many jobs would be needed.
        case undecided(needed: Int)
        /// There is nothing to judge by, and why.
        case notJudged(String)
    }

    package var configuration: String
    package var executors: Int
    /// How many jobs were compared.
    package var jobs: Int
    /// The 95th percentile of their measured waits.
    package var measured: Double
    /// Between what it would have been in 95 of 100 other loops with the same arrivals, whose jobs take times of the same loop, drawn
    /// anew; nil where that cannot be told.
    package var measuredInterval: ClosedRange<Double>?
    /// What it would have been, had each job taken its own measured time and the queue been as it is simulated: what differs from the
    /// measured is the queue's part of the error.
    package var replayed: Double?
    /// The median of the predictions.
    package var predicted: Double?
    /// Between which 95 of 100 predictions lie.
    package var interval: ClosedRange<Double>?
    /// Nil where there were no times.
    var source: Source?
    package var answer: Answer

    /// Predicted over measured, less 1.
    package var error: Double? { predicted.flatMap { measured > 0 ? $0 / measured - 1 : nil } }

    /// Whether the interval of the measured wait holds the predicted one; nil where one of them is not known.
    package var isCovered: Bool? { predicted.flatMap { predicted in measuredInterval.map { $0.contains(predicted) } } }

    /// What the rule says of a prediction.
    ///
    /// One that lies farther off than the tolerance from every value of the measured wait's interval disagrees. Otherwise that interval
    /// must reach no farther than the tolerance to either side, on the mean, or nothing is decided; then the measured wait decides. The
    /// number of jobs that would be needed follows from intervals that shrink with its root.
    static func answer(predicted: Double, measured: Double, interval: ClosedRange<Double>, jobs: Int) -> Answer {
        let least = (1 - tolerance) * interval.lowerBound
        let most = (1 + tolerance) * interval.upperBound
        guard (least...most).contains(predicted) else { return .disagrees }
        let reach = (interval.upperBound - interval.lowerBound) / 2 / measured
        guard reach <= tolerance else {
            let ratio = reach / tolerance
            return .undecided(needed: Int(min(Double(jobs) * ratio * ratio, 1e9).rounded(.up)))
        }
        return abs(predicted / measured - 1) <= tolerance ? .agrees : .disagrees
    }

    static func check(_ series: LoadSeries, by measurements: ServiceMeasurements, seed: UInt64) -> OpenLoopCheck {
        let rampUp = series.rampUp
        let counted = series.jobs.filter {
            $0.outcome == .succeeded && $0.service != nil && !$0.warmup && !$0.cold && !rampUp.contains($0.position)
        }
        let isKnown = counted.allSatisfy { measurements.alone[$0.kind] != nil }
        if let slowdown = measurements.slowdown(upTo: series.executors), isKnown {
            return OpenLoopCheck(
                series, judged: counted, source: .closedLoops, slowdown: slowdown, times: measurements.alone, seed: seed
            )
        }
        let training = counted.prefix(counted.count / 2)
        return OpenLoopCheck(
            series, judged: Array(counted.dropFirst(training.count)), source: .otherHalf,
            slowdown: [Double](repeating: 1, count: series.executors), times: Self.times(of: training), seed: seed)
    }

    private static func times(of jobs: some Sequence<Job>) -> [BuildKind: [Double]] {
        Dictionary(grouping: jobs, by: \.kind).mapValues { $0.compactMap(\.service) }
    }

    private init(
        _ series: LoadSeries, judged: [Job], source: Source, slowdown: [Double], times: [BuildKind: [Double]],
        seed: UInt64
    ) {
        let replay = Replay(series, judged: judged)
        (configuration, executors, jobs) = (series.configuration, series.executors, judged.count)
        measured = Replay.percentile(of: judged.map(\.queued)) ?? 0
        (replayed, self.source, answer) = (replay.measuredTimes(), source, .agrees)
        answer = judge(replay, times: times, ownTimes: Self.times(of: judged), slowdown: slowdown, seed: seed)
    }

    /// Predicts the waits, and compares them with the measured ones.
    private mutating func judge(
        _ replay: Replay, times: [BuildKind: [Double]], ownTimes: [BuildKind: [Double]], slowdown: [Double],
        seed: UInt64
    ) -> Answer {
        guard jobs >= Self.fewestJobs else {
            return .notJudged("\(jobs) jobs are too few: \(Self.fewestJobs) or more are needed")
        }
        guard measured >= LoadSeries.shortestWait else {
            return .notJudged("hardly any job waited: there is no wait to predict")
        }
        guard let drawn = replay.predictions(times: times, slowdown: slowdown, seed: seed, purpose: "replay") else {
            source = nil
            return .notJudged("a kind of job that came was not measured before")
        }
        (predicted, interval) = (drawn.median, drawn.interval)
        let others = replay.predictions(
            times: ownTimes, slowdown: [Double](repeating: 1, count: executors), seed: seed,
            purpose: "replay of its own times")
        guard let others, others.median > 0 else {
            return .notJudged("the uncertainty of the measured wait is not known")
        }
        // The same spread around the measured wait, in proportion.
        let ends = [others.interval.lowerBound, others.interval.upperBound].map { measured * $0 / others.median }
        measuredInterval = ends[0]...ends[1]
        return Self.answer(predicted: drawn.median, measured: measured, interval: ends[0]...ends[1], jobs: jobs)
    }
}
