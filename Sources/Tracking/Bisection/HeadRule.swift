import Foundation
import Statistics

/// Whether the head is worse than the base, and by what rule its commits are judged then.
struct HeadRule: Sendable {
    /// A time must move by this share to be looked for: what systematic error two states of a repository may have.
    static let leastShare = 0.01
    /// And by so many seconds.
    private static let leastSeconds = 0.001
    /// Bytes vary with file systems and times of day: less than this is no change.
    private static let leastBytes = 1_048_576.0

    let verdict: ProbeReading.Verdict
    /// Nil where the head is not worse.
    private(set) var rule: ProbeRule?
    /// The configurations in which it is worse; the others are not built again.
    private(set) var configurations: Set<String> = []

    /// - Parameters:
    ///   - level: the probability of finding the head worse by chance.
    ///   - strictest: the same of a wrong verdict on one commit.
    init(_ figures: ProbeFigures, of metric: BisectedMetric, level: Double, strictest: Double) {
        if figures.unmeasured != nil {
            verdict = .unmeasured
            return
        }
        guard
            let moved = metric.isTimed
                ? Self.slower(figures, level) : Self.more(figures, metric, level)
        else {
            verdict = Self.mayBeWorse(figures, metric, level) ? .unclear : .notWorse
            return
        }
        configurations = moved
        let kept = figures.only(moved)
        let rule = metric.isTimed ? Self.timed(kept) : Self.counted(kept, metric)
        self.rule = rule
        // Where this is unclear, the head is worse, but by how much is not known well enough to judge others by.
        verdict = rule.verdict(on: kept, of: metric, level: strictest) == .worse ? .worse : .unclear
    }

    /// The configurations in which a time is longer; nil where it is not.
    ///
    /// All of them are tested together, and each alone: a change may be in one only. Holm's method corrects for that.
    private static func slower(_ figures: ProbeFigures, _ level: Double) -> Set<String>? {
        let names = figures.strata.keys.sorted()
        let groups = names.count > 1 ? [names] + names.map { [$0] } : [names]
        let p = Holm.adjusted(groups.map { StratifiedSignedRank(figures.only(Set($0)).ratios).p })
        let slower = zip(groups, p).filter { group, p in p <= level && isLonger(figures.only(Set(group))) }.map(\.0)
        let alone = slower.filter { $0.count == 1 }.joined()
        return slower.isEmpty ? nil : Set(alone.isEmpty ? names : Array(alone))
    }

    private static func isLonger(_ figures: ProbeFigures) -> Bool {
        let ratios = Array(figures.ratios.joined())
        guard !ratios.isEmpty else { return false }
        let shift = PairedShift(ratios).shift
        let seconds = (exp(shift) - 1) * median(figures.pairs.map(\.base))
        return shift >= log(1 + leastShare) && seconds >= leastSeconds
    }

    /// The configurations in which a count is worse; nil where it is not.
    private static func more(_ figures: ProbeFigures, _ metric: BisectedMetric, _ level: Double) -> Set<String>? {
        let exact = figures.strata.filter { _, pairs in
            metric.isExact && pairs.count > 1 && pairs.allSatisfy { metric.worsening($0) >= least(metric, pairs) }
        }
        if !exact.isEmpty { return Set(exact.keys) }
        let (up, down) = moves(figures, metric)
        // As many moves one way are rare by chance: a sign test.
        guard up > down, 2 * ShareTest.probability(atLeast: up, of: up + down, share: 0.5) <= level else { return nil }
        return Set(figures.strata.filter { moves(figures.only([$0.key]), metric).up > 0 }.keys)
    }

    /// Whether more pairs could show that it is worse.
    private static func mayBeWorse(_ figures: ProbeFigures, _ metric: BisectedMetric, _ level: Double) -> Bool {
        guard metric.isTimed else {
            let (up, down) = moves(figures, metric)
            return up > down
        }
        return SignedRank.smallestP(figures.pairs.count).map { $0 > level } ?? false
    }

    private static func moves(_ figures: ProbeFigures, _ metric: BisectedMetric) -> (up: Int, down: Int) {
        let least = least(metric, figures.pairs)
        let changes = figures.pairs.map(metric.worsening)
        return (changes.count { $0 >= least }, changes.count { $0 <= -least })
    }

    private static func least(_ metric: BisectedMetric, _ pairs: [ProbeFigures.Pair]) -> Double {
        metric.isBytes
            ? max(leastBytes, leastShare * abs(median(pairs.map(\.base)))) : Double.leastNonzeroMagnitude
    }

    private static func timed(_ figures: ProbeFigures) -> ProbeRule {
        .timed(half: PairedShift(Array(figures.ratios.joined())).shift / 2)
    }

    private static func counted(_ figures: ProbeFigures, _ metric: BisectedMetric) -> ProbeRule {
        let least = least(metric, figures.pairs)
        let changes = figures.pairs.map(metric.worsening)
        let half = median(changes.filter { $0 >= least }) / 2
        return .counted(half: half, share: Double(changes.count { $0 >= half }) / Double(changes.count))
    }
}
