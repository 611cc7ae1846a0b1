import Model
import Store

/// Everything found of one fixture in one configuration. Durations are in seconds.
struct SeriesFindings: Sendable, Equatable {
    var series: Series
    /// Median overhead of its warm jobs, weighted to the trace's real proportions; nil where none succeeded.
    var overhead: Estimate?
    /// Medians of their wall time, and of overhead over wall time, from 0 to 1.
    var wall: Double?
    var share: Double?
    /// Median of each part of its warm jobs. Medians of parts do not add up to the median of the whole.
    var parts: WallParts?
    var classes: [ClassFindings]
    var cold: ColdFindings?
    var direct: DirectFindings?
    var own: OwnCostFindings?
}

/// The warm jobs of a series whose revisions changed the same kind of thing.
struct ClassFindings: Sendable, Equatable {
    var changeClass: ChangeClass
    /// The median in seconds.
    var overhead: Estimate
    /// Share of the trace that the class stands for, by weight, from 0 to 1.
    var proportion: Double
    /// Build steps that can come from the cache, over all its jobs, and those that did.
    var cacheableSteps: Int
    var cachedSteps: Int
    /// Overheads of single jobs in seconds, ascending, thinned evenly where they are many: for drawing, not for counting.
    var points: [Double]
}

/// The jobs of a series that were built without a cache: medians in seconds.
struct ColdFindings: Sendable, Equatable {
    var overhead: Estimate
    /// Of the build phase.
    var build: Double
    var wall: Double
}

/// What Plimsoll itself cost a job, as medians over a series' warm jobs.
struct OwnCostFindings: Sendable, Equatable {
    /// Processor time of Plimsoll's process a job, in seconds.
    var processor: Double
    /// Wall time a job in which no request to the engine was open, in seconds.
    var outsideRequests: Double
    var requests: Double
}

/// The parts that a job's wall time falls into, in seconds.
struct WallParts: Sendable, Equatable {
    /// In the order in which a job passes them.
    enum Part: String, Sendable, CaseIterable {
        case context
        case build
        /// The run phase less the command: creating, starting and awaiting the container.
        case container
        /// The job's own command: not overhead.
        case command
        case artifacts
        case cleanup
        case between

        static let commandLast = allCases.filter { $0 != .command } + [.command]
        var words: String { self == .command ? "own command" : rawValue }
    }

    let seconds: [Part: Double]

    /// 0 where it was not entered.
    subscript(_ part: Part) -> Double { seconds[part] ?? 0 }
}

extension WallParts {
    /// The weighted median of each part over jobs that succeeded.
    init(mediansOf jobs: some Collection<Job>) {
        seconds = Part.allCases.reduce(into: [:]) { medians, part in
            medians[part] = jobs.weightedMedian { $0.seconds(of: part) }
        }
    }
}

extension Job {
    /// The seconds of a part of its wall time, 0 where it was not entered; nil where its wall or its command's time is
    /// unknown.
    func seconds(of part: WallParts.Part) -> Double? {
        guard let wall, let command else { return nil }
        return switch part {
        case .context: self[.context] ?? 0
        case .build: self[.build] ?? 0
        case .container: (self[.run] ?? command) - command
        case .command: command
        case .artifacts: self[.artifacts] ?? 0
        case .cleanup: self[.cleanup] ?? 0
        case .between: betweenPhases(wall)
        }
    }

    /// The wall time less all phases that were entered, added up in their order; 0 where none was.
    private func betweenPhases(_ wall: Double) -> Double {
        var isEmpty = true
        let total = Phase.allCases.reduce(0.0) { sum, phase in
            guard let seconds = self[phase] else { return sum }
            isEmpty = false
            return sum + seconds
        }
        return isEmpty ? 0 : wall - total
    }
}

/// From the jobs of one fixture in one configuration to its findings.
struct SeriesAnalysis {
    /// How many single jobs of a class a chart may draw: more only make it dark and large.
    static let drawnJobs = 150

    let series: Series
    let jobs: [Job]
    let seed: UInt64

    /// Figure by figure, each gathered anew: of a million jobs no second list is made.
    func findings() -> SeriesFindings {
        let overheads = Strata(jobs) { $0.isWarm ? $0.overhead : nil }
        let hasWarm = jobs.contains { $0.isWarm }
        return SeriesFindings(
            series: series, overhead: overheads.estimate(seed: seed), wall: warmMedian { $0.wall },
            share: warmMedian { $0.share }, parts: hasWarm ? WallParts(mediansOf: jobs.lazy.filter(\.isWarm)) : nil,
            classes: classes(overheads), cold: cold(),
            direct: DirectFindings.of(jobs.filter { $0.isWarm && $0.direct != nil }), own: hasWarm ? own() : nil)
    }

    private func warmMedian(_ figure: (Job) -> Double?) -> Double? {
        jobs.weightedMedian { $0.isWarm ? figure($0) : nil }
    }

    private struct ClassSums {
        var (weight, cacheableSteps, cachedSteps) = (0.0, 0, 0)
        var overheads: [Double] = []

        mutating func add(_ job: Job, overhead: Double) {
            weight += job.weight
            cacheableSteps += job.cacheableSteps
            cachedSteps += job.cachedSteps
            overheads.append(overhead)
        }
    }

    private func classes(_ overheads: Strata) -> [ClassFindings] {
        var total = 0.0
        var classes: [ChangeClass: ClassSums] = [:]
        for job in jobs where job.isWarm {
            guard let overhead = job.overhead else { continue }
            total += job.weight
            classes[job.changeClass, default: ClassSums()].add(job, overhead: overhead)
        }
        return classes.sorted { $0.key < $1.key }.compactMap { changeClass, sums in
            guard let overhead = overheads.only(changeClass).estimate(seed: seed) else { return nil }
            return ClassFindings(
                changeClass: changeClass, overhead: overhead, proportion: total > 0 ? sums.weight / total : 0,
                cacheableSteps: sums.cacheableSteps, cachedSteps: sums.cachedSteps,
                points: thinned(sums.overheads.sorted()))
        }
    }

    /// Evenly spaced ranks of an ascending list, its ends included, so that a thinned drawing keeps the shape.
    private func thinned(_ sorted: [Double]) -> [Double] {
        guard sorted.count > Self.drawnJobs else { return sorted }
        return (0..<Self.drawnJobs).map { sorted[$0 * (sorted.count - 1) / (Self.drawnJobs - 1)] }
    }

    private func cold() -> ColdFindings? {
        func figure(_ job: Job, _ value: Double?) -> Double? { job.isCold && job.isMeasured ? value : nil }
        guard let overhead = jobs.median(of: { figure($0, $0.overhead) }, seed: seed) else { return nil }
        return ColdFindings(
            overhead: overhead, build: jobs.weightedMedian { figure($0, $0[.build]) } ?? 0,
            wall: jobs.weightedMedian { figure($0, $0.wall) } ?? 0)
    }

    private func own() -> OwnCostFindings {
        OwnCostFindings(
            processor: warmMedian { $0.own.processor } ?? 0,
            outsideRequests: warmMedian { $0.own.outsideRequests } ?? 0,
            requests: warmMedian { Double($0.own.requests) } ?? 0)
    }
}
