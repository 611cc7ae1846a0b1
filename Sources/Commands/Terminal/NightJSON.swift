import Foundation
import Model
import Tracking

/// A night, for programs. Times are in seconds; shifts and intervals of times are shares of the base.
extension JSONFields {
    init(_ night: Night) {
        self = [
            "outcome": night.outcome, "exitStatus": night.outcome.exitStatus?.rawValue ?? 0,
            "base": night.base.id.uuidString, "candidate": night.candidate.id.uuidString, "rounds": night.hasRounds,
            "like": night.likeness.isLike, "level": night.terms.level, "threshold": night.terms.timedThreshold,
            "worse": night.worse, "better": night.better, "unchanged": night.count(.unchanged),
            "cannotTell": night.count(.cannotTell), "smallestVisible": night.smallestVisible, "drift": night.drift,
            "findings": night.findings.map(Self.finding), "culprits": night.culprits.map(Self.culprit),
            "leaks": night.leaks.map(Self.leak), "cachedRounds": night.cachedRounds.map(Self.cached),
            "failures": [
                "new": night.failures.new.map(Self.job), "known": night.failures.known.map(Self.job),
                "fixed": night.failures.fixed.map(Self.job), "broken": night.failures.broken.map(Self.job),
                "expected": night.failures.expected.map(Self.job),
            ] as JSONFields,
        ]
    }

    static func leak(_ leak: LeakChange) -> JSONFields {
        [
            "scenario": leak.scenario, "fixture": leak.fixture, "kind": leak.kind, "base": leak.base,
            "candidate": leak.candidate,
        ]
    }

    private static func cached(_ rounds: CachedRounds) -> JSONFields {
        [
            "scenario": rounds.scenario, "fixture": rounds.fixture, "configuration": rounds.configuration,
            "sides": rounds.sides,
        ]
    }

    static func finding(_ finding: Finding) -> JSONFields {
        [
            "metric": finding.metric.id, "unit": finding.metric.unit, "scenario": finding.scenario,
            "fixture": finding.fixture, "configurations": finding.configurations, "verdict": finding.verdict,
            "pairs": finding.pairs.map { [$0.base, $0.candidate] }, "base": finding.base,
            "candidate": finding.candidate, "shift": finding.shift, "low": finding.interval?.low,
            "high": finding.interval?.high, "p": finding.p, "threshold": finding.threshold,
            "smallestVisible": finding.smallestVisible, "pairsNeeded": finding.pairsNeeded,
            "looksWorse": finding.looksWorse,
        ]
    }

    private static func culprit(_ culprit: Culprit) -> JSONFields {
        [
            "scenario": culprit.scenario, "fixture": culprit.fixture, "what": culprit.sentence,
            "origin": culprit.origin, "commit": culprit.commit?.revision.id,
            "subject": culprit.commit?.revision.subject,
            "certainty": culprit.commit?.certainty, "newCommits": culprit.newer,
        ]
    }

    private static func job(_ job: NightJob) -> JSONFields {
        [
            "scenario": job.job.cell.scenario, "position": job.job.position, "fixture": job.job.cell.fixture,
            "configuration": job.configuration, "revision": job.revision, "outcome": job.job.outcome,
            "message": job.job.failure?.message,
        ]
    }
}
