import Testing

@testable import Model

@Suite("A plan's order")
struct PlanOrderTests {
    private func plan(seed: UInt64 = 7, changes: Int = 8, pairs: Int = 4, cold: Int = 2) throws -> Plan {
        try Samples.scenario(changes: changes, pairs: pairs, cold: cold)
            .plan(profile: "quick", seed: seed, traces: Samples.traces(length: changes))
    }

    @Test("holds each stream's warm-ups, changes, pairs and cold builds, numbered through")
    func counts() throws {
        let plan = try plan()
        #expect(plan.jobs.map(\.position) == Array(0..<(4 * (2 + 8 + 4 + 2))))
        for stream in streams(of: plan) {
            let purposes = Dictionary(grouping: stream, by: \.purpose).mapValues(\.count)
            #expect(purposes == [.warmup: 2, .trace: 8, .pair: 4, .cold: 2])
            #expect(stream.filter { $0.purpose == .trace }.map(\.change.index) == Array(1...8))
            #expect(stream.filter { $0.purpose == .trace }.map(\.round) == Array(1...8))
            #expect(stream.prefix(2).allSatisfy { $0.warmup && $0.round == 0 && $0.change.index == 0 })
        }
    }

    @Test("gives every stream the same mean place, for each purpose and in all", arguments: [1, 2, 3, 99] as [UInt64])
    func balance(seed: UInt64) throws {
        let plan = try plan(seed: seed)
        for purpose in PlannedJob.Purpose.allCases where purpose != .update && purpose != .round {
            let ordinals = plan.jobs.filter { $0.purpose == purpose }
            var places: [String: Int] = [:]
            for (ordinal, job) in ordinals.enumerated() { places[name(job), default: 0] += ordinal % 4 }
            #expect(places.count == 4)
            #expect(Set(places.values) == [ordinals.count / 4 * 3 / 2])
        }
    }

    @Test("gives each lap to every stream once, and reverses every second one")
    func laps() throws {
        let trace = try plan().jobs.filter { $0.purpose == .trace }.map(name)
        let laps = stride(from: 0, to: trace.count, by: 4).map { Array(trace[$0..<($0 + 4)]) }
        #expect(laps.allSatisfy { Set($0).count == 4 })
        for first in stride(from: 0, to: laps.count, by: 2) { #expect(laps[first + 1] == laps[first].reversed()) }
        #expect(Set(stride(from: 0, to: laps.count, by: 2).map { laps[$0] }).count > 1)
    }

    @Test("is fixed by its seed")
    func seeds() throws {
        #expect(try plan(seed: 1) == plan(seed: 1))
        #expect(try plan(seed: 1).jobs.map(name) != plan(seed: 2).jobs.map(name))
        // Worked out apart from this code: a release of Swift or of Plimsoll that draws otherwise is noticed.
        let expected = [
            "scap builder=buildkit", "noop builder=legacy", "noop builder=buildkit", "scap builder=legacy",
        ]
        #expect(try plan(seed: 1).jobs.prefix(4).map(name) == expected)
    }

    @Test("runs each stream's direct command as often before as after", arguments: [1, 2, 3] as [UInt64])
    func pairs(seed: UInt64) throws {
        for stream in streams(of: try plan(seed: seed, pairs: 6)) {
            let orders = stream.compactMap(\.direct)
            #expect(orders.count == 6)
            for first in stride(from: 0, to: 6, by: 2) { #expect(orders[first] != orders[first + 1]) }
        }
    }

    @Test("draws which of a pair comes first")
    func pairsDrawn() throws {
        let first = try (0..<20).flatMap { seed in
            streams(of: try plan(seed: seed)).compactMap { $0.compactMap(\.direct).first }
        }
        #expect(Set(first) == [.before, .after])
    }

    @Test("builds the same revision again beside the trace")
    func sameRevision() throws {
        for stream in streams(of: try plan()) {
            var latest = stream[0].change
            for job in stream.dropFirst() {
                if job.purpose == .trace { latest = job.change }
                #expect(job.change.revision == latest.revision)
                if job.purpose != .trace { #expect(job.change.changeClass == .none) }
            }
        }
    }

    @Test("spreads pairs and cold builds evenly, no cold one in the first round")
    func spread() throws {
        let stream = try #require(streams(of: try plan()).first)
        #expect(stream.filter { $0.purpose == .pair }.map(\.round) == [2, 4, 6, 8])
        #expect(stream.filter { $0.purpose == .cold }.map(\.round) == [3, 7])
        #expect(Lap.spread(5, over: 2...2) == [2: 5])
        #expect(Lap.spread(0, over: 1...9) == [:])
        for count in 1...40 {
            let places = Lap.spread(count, over: 2...12)
            #expect(places.values.reduce(0, +) == count)
            #expect(places.keys.allSatisfy { (2...12).contains($0) })
            #expect((places.values.max() ?? 0) <= count / 11 + 1)
        }
    }

    @Test("needs one change only")
    func least() throws {
        let plan = try plan(changes: 1, pairs: 1, cold: 1)
        #expect(plan.jobs.map(\.round) == Array(repeating: 0, count: 8) + Array(repeating: 1, count: 12))
    }

    @Test("is refused where a profile, a trace or a change is missing")
    func refused() {
        let scenario = Samples.scenario()
        let traces = Samples.traces()
        func message(_ profile: String, _ traces: [Trace]) -> String? {
            do { return try scenario.plan(profile: profile, seed: 1, traces: traces).scenario } catch {
                return "\(error.code.rawValue): \(error)"
            }
        }
        #expect(
            message("quikc", traces)
                == "unknown_profile: scenario sample has no profile 'quikc'; did you mean 'quick'?")
        #expect(
            message("quick", [traces[0]])
                == "trace_missing: no trace of fixture scap was given; open the fixture and draw one")
        #expect(
            message("quick", Samples.traces(length: 7)) == """
                trace_short: fixture scap has 7 changes after its start, profile quick replays 8; \
                widen its revisions, or lower the profile's changes
                """)
    }

    private func name(_ job: PlannedJob) -> String { "\(job.fixture) \(job.configuration.name)" }

    private func streams(of plan: Plan) -> [[PlannedJob]] {
        Dictionary(grouping: plan.jobs, by: name).sorted { $0.key < $1.key }.map(\.value)
    }
}
