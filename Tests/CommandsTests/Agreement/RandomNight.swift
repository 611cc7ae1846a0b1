import Foundation
import Model
import Statistics
import Store

@testable import Commands
@testable import SyntheticRuns
@testable import Tracking

/// A night made from a seed: counts, failures, leaks and their culprits come from random jobs, times are verdicts drawn
/// at random.
struct RandomNight {
    /// Text that formats trip over.
    private static let odd = "<b> & \"c\" ]]> `d` | \u{1B}[31m é 𝄞"
    private static let counts = NightJob.metrics.filter { $0.isColumn && $0.kind == .counted }.map(\.id)
    private static let started = Date(timeIntervalSince1970: 1_479_772_800)

    private var generator: SeededGenerator
    /// How likely a job fails, how it may, and how likely one leaks or has another count.
    private let failing, leaking, counting: Double
    private let ends: [Outcome]
    private let verdicts: [Finding.Verdict]

    init(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        func one<Value>(of values: [Value]) -> Value { values[Int.random(in: values.indices, using: &generator)] }
        failing = one(of: [0, 0.05, 0.2])
        ends = one(of: [[.engineLost, .refused], [.buildFailed, .commandFailed, .timedOut, .engineLost]])
        leaking = one(of: [0, 0, 0.01])
        counting = one(of: [0, 0, 0.05])
        verdicts = one(of: [[.unchanged], [.cannotTell], [.unchanged, .cannotTell, .better], Finding.Verdict.allCases])
        self.generator = generator
    }

    mutating func night(of run: RunSummary) -> Night {
        var candidate = run
        candidate.record.id = UUID()
        candidate.record.against = chance(0.7) ? run.id : nil
        let before = jobs(sides: [nil])
        let now = jobs(sides: candidate.record.against == nil ? [nil] : [nil, .reference, .candidate])
        let made = Night.make(run, before, candidate, now)
        let times = chance(0.9) ? ["app", "tool"].flatMap { fixture in timed(fixture) } : []
        let culprits = times.filter { $0.verdict == .worse }.map { finding in
            let commit = SuspectCommit(revision: .init(id: "abc1234def", subject: Self.odd), certainty: .likely)
            return Culprit(
                scenario: finding.scenario, fixture: finding.fixture, place: .command,
                values: (finding.base, finding.candidate), commit: chance(0.5) ? commit : nil, newer: 2, differences: []
            )
        }
        return Night(
            base: made.base, candidate: made.candidate, terms: made.terms, likeness: made.likeness,
            hasRounds: made.hasRounds, findings: made.findings + times, failures: made.failures, leaks: made.leaks,
            culprits: made.culprits + culprits, pairs: made.pairs, drift: made.drift)
    }

    private mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &generator) < share }

    private mutating func jobs(sides: [JobSide?]) -> [NightJob] {
        var jobs: [NightJob] = []
        for side in sides {
            for fixture in ["app", "tool"] {
                for builder in ["legacy", "buildkit"] {
                    for round in 0..<4 { jobs.append(job(jobs.count, fixture, builder, round, side)) }
                }
            }
        }
        return jobs
    }

    private mutating func job(
        _ position: Int, _ fixture: String, _ builder: String, _ round: Int, _ side: JobSide?
    ) -> NightJob {
        let cell = Cell(
            scenario: "ci", configuration: "builder=\(builder)", factors: "builder=\(builder)", fixture: fixture,
            changeClass: .source)
        let outcome = chance(failing) ? ends.randomElement(using: &generator) ?? .buildFailed : .succeeded
        var job = Job(
            id: Int64(position), cell: cell, position: position, round: round, warmup: side != nil && round == 0,
            outcome: outcome, startedAt: Self.started)
        if outcome != .succeeded {
            job.rarities.failure = Failure(phase: .build, message: "step \(round) \(Self.odd)")
        }
        job.parts.metrics = NightJob.metrics.filter(\.isColumn).map { metric in
            guard Self.counts.contains(metric.id) else { return .nan }
            return metric.unit == "byte" ? chance(counting) ? 5e7 : 1e6 : chance(counting) ? 2 : 3
        }
        return NightJob(
            job: job, revision: side == nil ? "revision \(round)" : "last", side: side,
            isExpectedToFail: chance(failing / 2), leaks: chance(leaking) ? ["build_cache": 1] : [:])
    }

    /// Times with random verdicts.
    private mutating func timed(_ fixture: String) -> [Finding] {
        NightJob.metrics.filter { $0.kind == .timed }.map { metric in
            let verdict = verdicts.randomElement(using: &generator) ?? .unchanged
            let shift = verdict == .worse ? 0.3 : verdict == .better ? -0.3 : 0.01
            let pairs = (0..<4).map { _ in
                let base = Double.random(in: 1...2, using: &generator)
                return (base: base, candidate: base * (1 + shift))
            }
            return Finding(
                metric: metric, scenario: "ci", fixture: fixture, configurations: ["builder=legacy"], pairs: pairs,
                base: 1.5, candidate: 1.5 * (1 + shift), shift: shift,
                interval: chance(0.8) ? Interval(low: shift - 0.1, high: shift + 0.1, level: 0.95) : nil, p: 0.004,
                threshold: 0.05, smallestVisible: chance(0.8) ? 0.12 : nil,
                pairsNeeded: verdict == .cannotTell && chance(0.7) ? 24 : nil, verdict: verdict)
        }
    }
}
