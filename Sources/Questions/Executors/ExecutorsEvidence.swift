import Model
import Statistics
import Store

/// What a run says of `executors`.
struct ExecutorsEvidence: Sendable {
    var run: RunSummary
    /// The names of its scenarios that bear on the question.
    var scenarios: [String]
    /// By configuration.
    var sweeps: [SweepEvidence]
    var warnings: [Warning]

    func deciding(_ verdict: Verdict) -> SweepEvidence? { sweeps.first { $0.configuration == verdict.decidedBy } }
}

/// One builder over all levels of executors.
struct SweepEvidence: Sendable {
    /// The fewest times through the levels that carry an interval.
    static let fewestRepeats = 3

    /// Without the factors `executors` and `load`.
    var configuration: String
    /// The levels at which every executor was always busy, by their number.
    var levels: [LevelEvidence]
    /// The levels to which jobs came by themselves, by executors and load.
    var open: [LevelEvidence]
    /// Where the rule bends; nil where one executor was not measured.
    var knee: ExecutorsRule.Knee?
    /// The same of each repeat alone.
    var kneesOfRepeats: [Int]
    /// Over all times through the levels; nil where its parameters are not physical.
    var law: UniversalScalability?
    /// What was at its limit at the level that broke the rule; nil where none did, or the host was not looked at.
    var saturated: Saturation?

    /// Yes where a number was found and a larger one broke the rule, in each repeat.
    var answer: Verdict.Answer {
        guard let knee else { return .undecided }
        if knee.executors == 0 { return .no }
        return knee.next != nil && kneesOfRepeats.count >= Self.fewestRepeats ? .yes : .undecided
    }

    /// The number with the least and the most over the times through the levels, where they are enough.
    var estimate: Estimate? {
        guard let knee else { return nil }
        let range = kneesOfRepeats.reduce(knee.executors, min)...kneesOfRepeats.reduce(knee.executors, max)
        return Estimate(
            value: Double(knee.executors),
            interval: kneesOfRepeats.count >= Self.fewestRepeats
                ? Double(range.lowerBound)...Double(range.upperBound) : nil,
            count: levels.reduce(0) { $0 + $1.jobs })
    }
}

/// One level of executors, all times through it together. Times are in seconds.
struct LevelEvidence: Sendable {
    /// Without the factors `executors` and `load`.
    var configuration: String
    var executors: Int
    /// How jobs came to them: a share as `70%`, or `70%-recorded`; nil where every executor was always busy.
    var load: String?
    var repeats: [LevelRepeat]
    /// What the host was like while all executors were busy: means over all samples.
    var host: [LevelPoint: Double]

    var jobs: Int { repeats.reduce(0) { $0 + $1.jobs } }
    /// How many of them did not succeed.
    var failed: Int { repeats.reduce(0) { $0 + $1.failed } }
    /// How long the jobs that count waited and took, ascending.
    var responses: [Double] { repeats.flatMap(\.responses).sorted() }

    /// Jobs a second, the mean over the times through it; nil where that cannot be told.
    var throughput: Double? {
        let rates = repeats.compactMap(\.throughput)
        return rates.isEmpty ? nil : rates.reduce(0, +) / Double(rates.count)
    }

    /// The least and the most of them; nil of fewer than two.
    var throughputRange: ClosedRange<Double>? {
        let rates = repeats.compactMap(\.throughput)
        guard rates.count > 1, let least = rates.min(), let most = rates.max() else { return nil }
        return least...most
    }

    /// A quantile of the times, with an interval between order statistics where the jobs carry one; nil where no job counts.
    func quantile(_ probability: Double) -> Estimate? {
        guard let sample = try? Sample(responses), let value = sample.quantile(probability) else { return nil }
        return Estimate(value: value, interval: sample.quantileInterval(probability)?.range, count: sample.count)
    }

    /// The 95th percentile of how long jobs waited; nil where no job counts.
    var tailOfQueue: Double? { (try? Sample(repeats.flatMap(\.queued)))?.quantile(0.95) }
}

/// What of a host was at its limit.
enum Saturation: String, Sendable {
    case processors, disk, memory
    /// Neither of those: jobs waited for the engine itself, or for each other.
    case engine

    /// The share of all processors, of the disk's time, that counts as at its limit.
    static let busyBound = 0.9
    /// The share of memory that is still free, under which it counts as at its limit.
    static let memoryBound = 0.05

    /// Nil where the host was not looked at.
    init?(_ host: [LevelPoint: Double]) {
        guard let busy = host[.busyProcessors], let all = host[.processors], all > 0 else { return nil }
        let free = host[.availableMemory].flatMap { free in host[.memory].map { $0 > 0 ? free / $0 : 1 } } ?? 1
        if busy / all >= Self.busyBound {
            self = .processors
        } else if host[.diskBusy] ?? 0 >= Self.busyBound {
            self = .disk
        } else {
            self = free < Self.memoryBound ? .memory : .engine
        }
    }
}
