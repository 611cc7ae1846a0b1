import Model

/// The simulation beside a measured open loop: the same arrivals, with times that were measured elsewhere.
package struct OpenLoopCheck: Sendable, Equatable {
    /// How far the predicted p95 wait may lie from the measured one, as a share of it.
    package static let tolerance = 0.15
    /// In fewer jobs than these a 95th percentile rests on one or two.
    static let fewestJobs = 60
    /// How often the times are drawn anew.
    static let repetitions = 200

    /// Where the times came from.
    enum Source: Sendable, Equatable {
        /// Jobs with one executor, slowed down as closed loops were.
        case closedLoops
        /// The first half of the same jobs, whose times hold what slowed them down; the second half is judged.
        case otherHalf
    }

    /// What came of it.
    package enum Answer: Sendable, Equatable {
        /// The prediction lies within the tolerance.
        case agrees
        /// It does not.
        case disagrees
        /// The measured wait is itself too uncertain to tell; so many jobs would be needed.
        case undecided(needed: Int)
        /// There is nothing to judge by, and why.
        case notJudged(String)
    }

    /// The open loop's configuration.
    package var configuration: String
    /// How many executors it had.
    package var executors: Int
    /// How many jobs were compared.
    package var jobs: Int
    /// The 95th percentile of their measured waits, in seconds.
    package var measured: Double
    /// Between what it would have been in 95 of 100 other loops with the same arrivals, whose jobs take times of the same loop, drawn
    /// anew; nil where that cannot be told.
    package var measuredInterval: ClosedRange<Double>?
    /// What it would have been, had each job taken its own measured time and the queue been as it is simulated: what differs from the
    /// measured is the queue's part of the error.
    package var replayed: Double?
    /// The median of the predictions, in seconds.
    package var predicted: Double?
    /// Between which 95 of 100 predictions lie.
    package var interval: ClosedRange<Double>?
    /// Where the times came from; nil where there were none.
    var source: Source?
    /// Whether the two agree.
    package var answer: Answer

    /// Predicted over measured, less 1.
    package var error: Double? {
        guard let predicted, measured > 0 else { return nil }
        return predicted / measured - 1
    }

    /// Whether the interval of the measured wait holds the predicted one; nil where one of them is not known.
    package var isCovered: Bool? {
        guard let predicted, let measuredInterval else { return nil }
        return measuredInterval.contains(predicted)
    }

    /// What the rule says of a prediction.
    ///
    /// One that lies farther off than the tolerance from every value of the measured wait's interval disagrees. Otherwise that interval
    /// must reach no farther than the tolerance to either side, on the mean, or nothing is decided; then the measured wait decides. The
    /// number of jobs that would be needed follows from intervals that shrink with its root.
    static func answer(
        predicted: Double, measured: Double, interval: ClosedRange<Double>, jobs: Int
    ) -> Answer {
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

    /// The check of one open loop.
    static func check(
        _ series: LoadSeries, by measurements: ServiceMeasurements, seed: UInt64
    ) -> OpenLoopCheck {
        let rampUp = series.rampUp
        let counted = series.jobs.filter { isCounted($0) && !rampUp.contains($0.job.position) }
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
        times: [BuildKind: [Double]], seed: UInt64
    ) -> OpenLoopCheck {
        let measured = Replay.percentile(of: judged.map(\.job.queued)) ?? 0
        var found = OpenLoopCheck(
            configuration: series.configuration, executors: series.executors, jobs: judged.count, measured: measured,
            source: source, answer: .agrees)
        let replay = Replay(series, judged: judged)
        found.replayed = replay.measuredTimes()
        guard judged.count >= fewestJobs else {
            found.answer = .notJudged("\(judged.count) jobs are too few: \(fewestJobs) or more are needed")
            return found
        }
        guard measured >= LoadSeries.shortestWait else {
            found.answer = .notJudged("hardly any job waited: there is no wait to predict")
            return found
        }
        let drawn = replay.predictions(
            repetitions, times: times, slowdown: slowdown, seed: seed, purpose: "replay")
        guard let predictions = Predictions(drawn) else {
            found.source = nil
            found.answer = .notJudged("a kind of job that came was not measured before")
            return found
        }
        found.predicted = predictions.median
        found.interval = predictions.interval
        let own = Dictionary(grouping: judged, by: \.kind).mapValues { $0.compactMap(\.service) }
        let others = replay.predictions(
            repetitions, times: own, slowdown: [Double](repeating: 1, count: series.executors), seed: seed,
            purpose: "replay of its own times")
        guard let spread = Predictions(others)?.spread(around: measured) else {
            found.answer = .notJudged("how uncertain the measured wait is cannot be told")
            return found
        }
        found.measuredInterval = spread
        found.answer = answer(
            predicted: predictions.median, measured: measured, interval: spread, jobs: judged.count)
        return found
    }
}
