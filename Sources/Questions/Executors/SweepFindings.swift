import Model
import Statistics

/// One builder over all levels of executors.
struct SweepFindings: Sendable, Equatable {
    /// The fewest times through the levels that carry an interval.
    static let fewestRepeats = 3

    /// The configuration less executors and load.
    var configuration: String
    /// The levels at which every executor was always busy, by their number.
    var levels: [LevelFindings]
    /// The levels to which jobs came by themselves, by executors and load.
    var open: [LevelFindings]
    /// Where the rule bends; nil where one executor was not measured.
    var knee: ExecutorsRule.Knee?
    /// The same of each time through the levels alone.
    var kneesOfRepeats: [Int]
    /// The Universal Scalability Law over all times through the levels; nil where its parameters are not physical.
    var law: UniversalScalability?
    /// What was at its limit at the level that broke the rule; nil where none did, or the host was not looked at.
    var saturated: Saturation?

    /// What the rule says of it: yes where a number was found and a larger one broke the rule, each time through the levels.
    var answer: Verdict.Answer {
        guard let knee else { return .undecided }
        if knee.executors == 0 { return .no }
        return knee.next != nil && kneesOfRepeats.count >= Self.fewestRepeats ? .yes : .undecided
    }

    /// The number with the least and the most over the times through the levels, where they are enough.
    var estimate: Estimate? {
        guard let knee else { return nil }
        var range: ClosedRange<Double>?
        if kneesOfRepeats.count >= Self.fewestRepeats, let least = kneesOfRepeats.min(), let most = kneesOfRepeats.max()
        {
            range = Double(min(least, knee.executors))...Double(max(most, knee.executors))
        }
        return Estimate(value: Double(knee.executors), interval: range, count: levels.reduce(0) { $0 + $1.jobs })
    }
}

/// What of a host was at its limit.
enum Saturation: String, Sendable, Equatable {
    case processors
    case disk
    case memory
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
        } else if free < Self.memoryBound {
            self = .memory
        } else {
            self = .engine
        }
    }
}
