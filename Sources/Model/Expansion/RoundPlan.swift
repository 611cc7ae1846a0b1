/// What a plan that is held against a baseline has after the baseline's own jobs: the revisions since then, and rounds.
///
/// In a round the baseline's last revision and today's are built in turn.
/// Both jobs of a pair follow each other at once, so that the machine's drift is in both. Which comes first changes from
/// pair to pair. Round 0 warms both sides up. Each round adds a file of its own to the revision: what follows the step
/// that copies the repository is executed anew.
struct RoundPlan {
    private struct Stream {
        let fixture: String
        let configuration: Configuration
        let newer: [Change]
        let sides: [JobSide: [Change]]
        var firsts: Balanced<JobSide>
    }

    private let scenario: String
    private let fixtures: [(name: String, newer: [Change], sides: [JobSide: [Change]])]
    private let configurations: [Configuration]

    /// - Parameter changes: how many changes of a trace belong to the plan as it is without a baseline.
    init(of scenario: Scenario, changes: Int, traces: [Trace], references: [Trace]) {
        self.scenario = scenario.name
        fixtures = references.compactMap { reference in
            guard let trace = traces.first(where: { $0.fixture == reference.fixture }) else { return nil }
            let newer = trace.changes.dropFirst(changes + 1).filter { $0.repetition == nil }
            return (reference.fixture, newer, [.reference: reference.rounds, .candidate: trace.rounds])
        }
        // What these factors add needs an engine, a registry or a fault of its own.
        configurations = scenario.configurations.filter {
            $0.executors == nil && $0.policy == nil && $0.cache == nil && $0.delivery == nil
                && $0.fault == nil
        }
    }

    /// The jobs in order, from a position on.
    /// - Parameter round: the number of the first round that replays a newer revision.
    func jobs(from position: Int, round first: Int, seed: UInt64) -> [PlannedJob] {
        var streams = streams(seed)
        var order = Balanced<[Int]>.order(
            of: streams.count, SeededGenerator(seed: seed, purpose: "order of rounds in \(scenario)"))
        var jobs: [PlannedJob] = []
        func add(_ stream: Stream, _ change: Change, round: Int, side: JobSide? = nil) {
            jobs.append(
                PlannedJob(
                    position: position + jobs.count, round: round, fixture: stream.fixture, change: change,
                    configuration: stream.configuration, warmup: side != nil && round == 0, side: side,
                    weight: side == nil ? 1 : 0))
        }
        for newer in 0..<(fixtures.map(\.newer.count).max() ?? 0) {
            for index in order.next() where streams[index].newer.indices.contains(newer) {
                add(streams[index], streams[index].newer[newer], round: first + newer)
            }
        }
        for round in 0..<(fixtures.flatMap(\.sides.values).map(\.count).min() ?? 0) {
            for index in order.next() {
                let first = streams[index].firsts.next()
                for side in [first, first == .reference ? .candidate : .reference] {
                    guard let change = streams[index].sides[side]?[round] else { continue }
                    add(streams[index], change, round: round, side: side)
                }
            }
        }
        return jobs
    }

    private func streams(_ seed: UInt64) -> [Stream] {
        fixtures.flatMap { fixture in
            configurations.map { configuration in
                let purpose = "sides of \(fixture.name) \(configuration.name)"
                return Stream(
                    fixture: fixture.name, configuration: configuration, newer: fixture.newer, sides: fixture.sides,
                    firsts: .sides(SeededGenerator(seed: seed, purpose: purpose)))
            }
        }
    }
}

extension Trace {
    /// The changes that build one revision again and again; none in a trace that is held against nothing.
    var rounds: [Change] { changes.filter { $0.repetition != nil } }

    /// The trace with rounds of its last revision at its end: a warm-up and `count` more.
    package func addingRounds(_ count: Int) -> Trace {
        guard let last = changes.last else { return self }
        var longer = self
        longer.changes += (0...count).map { round in
            Change(
                index: changes.count + round, revision: last.revision, changeClass: .source, repetition: round)
        }
        return longer
    }
}
