import Foundation
import Testing

@testable import Model

@Suite("Rounds of a run that is held against a baseline")
struct RoundPlanTests {
    private static let changes = 2
    private static let rounds = 6

    private let scenario = Samples.scenario(changes: changes, pairs: 2, cold: 1)

    /// The traces of both fixtures, of which scap's has two newer revisions; with rounds of its last one.
    private func traces(rounds: Int? = rounds) -> [Trace] {
        var traces = Samples.traces(length: Self.changes)
        traces[1].changes += (1...2).map { number in
            Change(index: Self.changes + number, revision: "new\(number)", changeClass: .source)
        }
        return traces.map { trace in rounds.map { trace.addingRounds($0) } ?? trace }
    }

    private func references(rounds: Int = rounds) -> [Trace] {
        ["noop", "scap"].map { fixture in
            let last = Change(index: 0, revision: "\(fixture) of the baseline", changeClass: .none)
            return Trace(fixture: fixture, changes: [last]).addingRounds(rounds)
        }
    }

    private func plan(seed: UInt64 = 3, rounds: Int = rounds) throws -> Plan {
        try scenario.plan(
            profile: "quick", seed: seed, traces: traces(rounds: rounds), references: references(rounds: rounds))
    }

    private func stream(_ job: PlannedJob) -> String { "\(job.fixture) \(job.configuration.name)" }

    @Test("come after the plan as it is without a baseline, which stays what it was")
    func unchanged() throws {
        let plain = try scenario.plan(profile: "quick", seed: 3, traces: Samples.traces(length: Self.changes))
        let plan = try plan()
        #expect(Array(plan.jobs.prefix(plain.jobs.count)) == plain.jobs)
        #expect(plan.scenarioHash == plain.scenarioHash && plan.hash != plain.hash)
        #expect(plan.jobs.map(\.position) == Array(plan.jobs.indices))
        // Newer revisions in a trace are no part of a plan that is held against nothing.
        let longer = try scenario.plan(profile: "quick", seed: 3, traces: traces(rounds: nil))
        #expect(longer == plain && longer.hash == plain.hash)
    }

    @Test("leave a plan's hash as older versions made it where there are none")
    func hash() throws {
        let encoded = try #require(
            String(
                bytes: JSONEncoder().encode(
                    Samples.scenario().plan(
                        profile: "quick", seed: 5, traces: Samples.traces())), encoding: .utf8))
        #expect(!encoded.contains("\"side\"") && !encoded.contains("repetition"))
    }

    @Test("follow the newer revisions, each replayed once in every configuration, oldest first")
    func newer() throws {
        let plan = try plan()
        let added = plan.jobs.drop { !$0.change.revision.hasPrefix("new") }
        let newer = added.prefix { $0.side == nil }
        #expect(newer.map(\.change.revision) == ["new1", "new1", "new2", "new2"])
        #expect(newer.allSatisfy { $0.fixture == "scap" && $0.purpose == .trace && $0.weight == 1 })
        #expect(Set(newer.prefix(2).map(\.configuration.name)).count == 2)
        #expect(added.dropFirst(newer.count).allSatisfy { $0.side != nil })
        #expect(plan.jobs.filter { $0.side != nil }.count == 4 * 2 * (Self.rounds + 1))
    }

    @Test(
        "have their two sides next to each other, on the same fixture and configuration",
        arguments: [1, 2, 3] as [UInt64])
    func pairs(seed: UInt64) throws {
        let jobs = try plan(seed: seed).jobs.filter { $0.side != nil }
        for index in stride(from: 0, to: jobs.count, by: 2) {
            let (first, second) = (jobs[index], jobs[index + 1])
            #expect(stream(first) == stream(second) && first.round == second.round)
            #expect(Set([first.side, second.side]) == [.reference, .candidate])
        }
    }

    @Test("begin as often with one side as with the other, in every stream", arguments: [1, 2, 3, 99] as [UInt64])
    func balance(seed: UInt64) throws {
        let jobs = try plan(seed: seed, rounds: 7).jobs.filter { $0.side != nil }
        let firsts = stride(from: 0, to: jobs.count, by: 2).map { jobs[$0] }
        for stream in Dictionary(grouping: firsts, by: stream).values {
            #expect(stream.map(\.round) == Array(0...7))
            for first in stride(from: 0, to: stream.count, by: 2) {
                #expect(stream[first].side != stream[first + 1].side)
            }
        }
        let drawn = try (0..<20).flatMap { seed in
            try self.plan(seed: seed).jobs.first { $0.side != nil }.map { [$0.side] } ?? []
        }
        #expect(Set(drawn) == [.reference, .candidate])
    }

    @Test("warm both sides up in round 0, and count in no estimate")
    func warmup() throws {
        for job in try plan().jobs where job.side != nil {
            #expect(job.warmup == (job.round == 0) && job.weight == 0 && !job.cold && job.direct == nil)
            #expect(job.purpose == (job.warmup ? .warmup : .round))
            #expect(job.change.repetition == job.round)
        }
    }

    @Test("build the baseline's last revision and today's")
    func revisions() throws {
        for job in try plan().jobs where job.side != nil {
            let today = job.fixture == "scap" ? "new2" : "noop"
            #expect(job.change.revision == (job.side == .reference ? "\(job.fixture) of the baseline" : today))
        }
    }

    @Test("are left out of configurations with an engine, a disk or a fault of their own")
    func plainOnly() throws {
        var varied = scenario
        varied.configurations = [
            Configuration(builder: .buildkit), Configuration(builder: .buildkit, policy: .leastRecentlyUsed),
        ]
        let plan = try varied.plan(profile: "quick", seed: 3, traces: traces(), references: references())
        #expect(Set(plan.jobs.filter { $0.side != nil }.map(\.configuration)) == [Configuration(builder: .buildkit)])
    }

    @Test("are none where none are asked for")
    func none() throws {
        let plan = try scenario.plan(
            profile: "quick", seed: 3, traces: traces(rounds: nil),
            references: references().map { Trace(fixture: $0.fixture, changes: Array($0.changes.prefix(1))) })
        #expect(plan.jobs.allSatisfy { $0.side == nil })
        #expect(plan.jobs.contains { $0.change.revision == "new2" })
    }

    @Test("are named in the plan's words")
    func words() throws {
        let text = PlanDescription(try plan()).description
        #expect(
            text.contains("rounds  total") && text.contains("round, reference") && text.contains("round, candidate"))
        #expect(text.contains("warm-up, reference"))
        #expect(
            !PlanDescription(try scenario.plan(profile: "quick", seed: 3, traces: traces(rounds: nil))).description
                .contains("rounds"))
    }

    @Test("are counted by the profile's key, and change no scenario's identity by themselves")
    func key() throws {
        func scenario(_ profile: String) throws -> Scenario {
            try Scenario.parse(
                Samples.text(profiles: "profiles: {quick: {\(profile)}}"), file: "trial.yaml", questions: nil)
        }
        let plain = try scenario("changes: 2")
        let keyed = try scenario("changes: 2, rounds: 6")
        #expect(plain.profiles[0].rounds == nil && keyed.profiles[0].rounds == 6)
        let problems = Samples.problems(Samples.text(profiles: "profiles: {quick: {changes: 2, rounds: many}}"))
        #expect(problems.count == 1 && problems.first?.hasPrefix("trial.yaml:4:") == true)
        #expect(Samples.problems(Samples.text(profiles: "profiles: {quick: {changes: 2, rounds: -1}}")).count == 1)
    }
}
