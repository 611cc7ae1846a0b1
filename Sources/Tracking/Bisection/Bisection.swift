import Foundation
import Model
import Statistics

/// The search for the commit since which a metric is worse: which commit to measure next, and what its pairs say.
///
/// First the head is held against the base. Where it is worse, a binary search follows. A commit is worse if its shift
/// is at least half of the head's, beyond chance. What is not clear is measured again with twice the rounds, at most
/// three times. Commits that stay unclear, or have no value, are left out: a neighbour is measured instead.
package struct Bisection: Sendable {
    /// What to measure next.
    package struct Probe: Sendable, Equatable {
        package let position, rounds: Int
        /// Only these; nil: all.
        package let configurations: Set<String>?
    }

    package enum Outcome: Sendable, Equatable {
        /// The head is not worse than the base.
        case nothing
        /// The metric has no value at the head (`candidate`) or at the base (`reference`).
        case unmeasured(JobSide)
        /// The first commit that is worse.
        case found(Int)
        /// It is one of these: the others between them could not be judged.
        case cannotTell(ClosedRange<Int>)
    }

    /// How often a commit is measured again.
    static let mostRepeats = 3
    /// After so many commits that stayed unclear the machine is too noisy to go on.
    static let mostUnclear = 3

    package let metric: BisectedMetric
    /// The position of the head; the base is 0.
    package let head: Int
    package let rounds: Int
    package let level: Double
    /// What was found, in order.
    package private(set) var readings: [ProbeReading] = []
    package private(set) var outcome: Outcome?
    private var search: BisectionSearch
    private var rule: ProbeRule?
    private var configurations: Set<String>?
    private var figures = ProbeFigures()
    private var headFigures = ProbeFigures()
    private var repeats = 0
    private var unclear = 0

    /// - Parameters:
    ///   - head: how many commits come after the base, at least 1.
    ///   - rounds: of the first run of each commit, at least 1.
    ///   - level: the accepted probability of a wrong verdict, over all commits.
    package init(_ metric: BisectedMetric, head: Int, rounds: Int, level: Double) {
        (self.metric, self.head, self.rounds, self.level) = (metric, head, rounds, level)
        search = BisectionSearch(head: head)
    }

    /// The rounds that suffice in general: few where all jobs of a commit have the same value.
    package static func standardRounds(of metric: BisectedMetric) -> Int {
        metric.isExact ? 4 : ScenarioProfile.standardRounds
    }

    /// Nil: the search is over.
    package var next: Probe? {
        guard outcome == nil, let position = rule == nil || isHeadRepeated ? head : search.next else { return nil }
        return Probe(position: position, rounds: rounds << repeats, configurations: configurations)
    }

    /// How many more commits are measured at least, without repeated runs.
    package var stepsLeft: Int { outcome == nil ? search.stepsLeft : 0 }
    /// How many are measured in all, the head included.
    package var steps: Int { BisectionSearch.steps(in: head - 1) + 1 }
    /// The share of the accepted error that one commit may take.
    private var strictest: Double { level / Double(steps) }
    private var isHeadRepeated: Bool { readings.allSatisfy { $0.position == head } && repeats > 0 }

    /// Takes what was measured of `next`.
    /// - Returns: what all runs of the commit say.
    @discardableResult
    package mutating func take(_ measured: ProbeFigures) -> ProbeReading? {
        guard let probe = next else { return nil }
        figures.add(measured)
        if let configurations { figures = figures.only(configurations) }
        let verdict = probe.position == head ? headVerdict() : rule?.verdict(on: figures, of: metric, level: strictest)
        guard let verdict else { return nil }
        let isRepeated = verdict == .unclear && repeats < Self.mostRepeats
        let shown = configurations.map { figures.only($0) } ?? figures
        let reading = ProbeReading(
            shown, of: metric, at: probe.position, verdict, isRepeated: isRepeated)
        readings.append(reading)
        if isRepeated {
            repeats += 1
            return reading
        }
        if probe.position == head { headFigures = shown }
        (figures, repeats) = (ProbeFigures(), 0)
        if probe.position == head { endHead(reading, shown) } else { note(reading) }
        if outcome == nil, search.next == nil { conclude() }
        return reading
    }

    /// The smallest worsening of the head that its pairs showed with a probability of 95 %: of times a share of the
    /// base, of counts a share of the jobs that have it. Nil where there is none.
    package func smallestVisible() -> Double? {
        guard metric.isTimed else {
            return headFigures.pairs.isEmpty ? nil : Unseen.largestShare(of: Double(headFigures.pairs.count))
        }
        let ratios = headFigures.ratios
        let pairs = ratios.map(\.count).min() ?? 0
        return PairedPower(ratios).smallestVisible(pairs: pairs, level: level).map {
            max(exp($0) - 1, HeadRule.leastShare)
        }
    }

    private mutating func headVerdict() -> ProbeReading.Verdict {
        let found = HeadRule(figures, of: metric, level: level, strictest: strictest)
        rule = found.rule
        if found.rule != nil { configurations = found.configurations }
        // After the last run a head that is worse is judged by what is known of it.
        return found.verdict == .unclear && found.rule != nil && repeats == Self.mostRepeats ? .worse : found.verdict
    }

    private mutating func endHead(_ reading: ProbeReading, _ shown: ProbeFigures) {
        switch reading.verdict {
        case .worse: break
        case .unmeasured: outcome = .unmeasured(shown.unmeasured ?? .candidate)
        case .notWorse, .unclear: outcome = .nothing
        }
    }

    private mutating func note(_ reading: ProbeReading) {
        switch reading.verdict {
        case .worse: search.take(reading.position, isBad: true)
        case .notWorse: search.take(reading.position, isBad: false)
        case .unmeasured: search.leaveOut(reading.position)
        case .unclear:
            search.leaveOut(reading.position)
            unclear += 1
            if unclear == Self.mostUnclear { conclude() }
        }
    }

    private mutating func conclude() {
        let suspects = search.suspects
        outcome = suspects.count == 1 ? .found(suspects.lowerBound) : .cannotTell(suspects)
    }
}
