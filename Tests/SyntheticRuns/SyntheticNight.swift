import Foundation
import Model
import Store

@testable import Questions

/// A baseline's run and a night that is held against it, in one database: what differs between them is planted.
struct SyntheticNight {
    struct Commit {
        let subject: String
        var state: SyntheticState
        /// Whether the night built it by itself.
        var isMeasured = true

        init(_ subject: String, _ state: SyntheticState = SyntheticState(), isMeasured: Bool = true) {
            (self.subject, self.state, self.isMeasured) = (subject, state, isMeasured)
        }
    }

    static let base = UUID(uuidString: "00000000-0000-4000-8000-0000000000B0") ?? UUID()
    static let night = UUID(uuidString: "00000000-0000-4000-8000-0000000000A1") ?? UUID()
    static let scenario = "ci"
    static let fixture = "app"
    private static let pinned = 4

    /// The repository at the baseline's last revision, by the baseline's Dockerfile and command.
    var before = SyntheticState()
    /// The commits that are new since, the oldest first.
    var commits: [Commit] = []
    /// Today's last revision by today's Dockerfile and command; nil: the last commit's state, or `before`.
    var now: SyntheticState?
    /// The baseline's revisions by today's Dockerfile and command; nil: `before`.
    var replayed: SyntheticState?
    var rounds = 12
    var builders = ["buildkit", "legacy"]
    /// By how much slower the machine is tonight, as a factor of all times.
    var machine = 1.0
    /// The largest deviation of a time from its state's, as a share.
    var noise = 0.02
    /// What the last audit of each run finds that it attributes to no job, by kind; nil: there is no last audit.
    var left: (before: [String: Int], night: [String: Int])?
    /// Changes what tonight's fixture was resolved to.
    var source: (inout ResolvedSource) -> Void = { _ in }
    /// Changes single jobs of the night.
    var change: (inout JobRecord) -> Void = { _ in }
    /// Whether a failed job of the night has a point that says its failure is a result.
    var isExpected: (JobRecord) -> Bool = { _ in false }

    /// The id of a commit, from 0; of the baseline's, from the oldest, with `old`.
    static func id(_ number: Int, old: Bool = false) -> String {
        String(repeating: old ? "b" : "c", count: 8) + String(format: "%032d", number)
    }

    static var last: String { id(pinned - 1, old: true) }

    private var old: [ResolvedSource.Revision] {
        (0..<Self.pinned).map { .init(id: Self.id($0, old: true), subject: "old change \($0)") }
    }

    private var new: [ResolvedSource.Revision] {
        commits.enumerated().map { .init(id: Self.id($0), subject: $1.subject) }
    }

    /// Saves both runs.
    func save(to database: ResultsDatabase) throws {
        var generator = SeededGenerator(seed: 17)
        let resolved = ResolvedSource(fixture: Self.fixture, revisions: old, dockerfile: "Dockerfile")
        var today = resolved
        today.revisions += new
        source(&today)

        var baseline = SyntheticRecords(id: Self.base, source: resolved, machine: 1, noise: noise)
        addTrace(to: &baseline, of: before, &generator)
        let kinds = left.map { Set($0.before.keys).union($0.night.keys) } ?? []
        baseline.left = left.map { ($0.before, kinds) }
        try baseline.save(to: database)

        var night = SyntheticRecords(id: Self.night, source: today, machine: machine, noise: noise)
        night.against = Self.base
        addTrace(to: &night, of: replayed ?? before, &generator)
        for (number, commit) in commits.enumerated() where commit.isMeasured {
            for builder in builders { night.add(commit.state, Self.id(number), builder, 100 + number, &generator) }
        }
        let last = today.revisions.last?.id ?? Self.last
        let candidate = now ?? commits.last?.state ?? before
        // Round 0 warms up.
        for round in 0..<(rounds > 0 ? rounds + 1 : 0) {
            for builder in builders {
                let sides: [JobSide] = round % 2 == 0 ? [.reference, .candidate] : [.candidate, .reference]
                for side in sides {
                    let (state, revision) = side == .reference ? (before, Self.last) : (candidate, last)
                    night.add(state, revision, builder, round, side: side, warmup: round == 0, &generator)
                }
            }
        }
        for index in night.jobs.indices { change(&night.jobs[index].record) }
        night.isExpected = isExpected
        night.left = left.map { ($0.night, kinds) }
        try night.save(to: database)
    }

    /// The warm-ups, then one job of each of the baseline's revisions in each configuration.
    private func addTrace(
        to run: inout SyntheticRecords, of state: SyntheticState, _ generator: inout SeededGenerator
    ) {
        for round in 0..<Self.pinned {
            for builder in builders {
                run.add(state, Self.id(round, old: true), builder, round, warmup: round == 0, &generator)
            }
        }
    }
}

/// The jobs of one run with what they leave, to be saved.
struct SyntheticRecords {
    var id: UUID
    var against: UUID?
    var source: ResolvedSource
    var machine, noise: Double
    var jobs: [(record: JobRecord, state: SyntheticState)] = []
    var isExpected: (JobRecord) -> Bool = { _ in false }
    /// What the last audit finds that it attributes to no job, and the kinds that it sees.
    var left: (counts: [String: Int], kinds: Set<String>)?

    init(id: UUID, source: ResolvedSource, machine: Double, noise: Double) {
        (self.id, self.source, self.machine, self.noise) = (id, source, machine, noise)
    }

    mutating func add(
        _ state: SyntheticState, _ revision: String, _ builder: String, _ round: Int, side: JobSide? = nil,
        warmup: Bool = false, _ generator: inout SeededGenerator
    ) {
        var job = JobRecord(
            scenario: SyntheticNight.scenario, configuration: "builder=\(builder)", fixture: source.fixture,
            revision: revision, changeClass: .source, weight: side == nil ? 1 : 0, position: jobs.count, round: round,
            warmup: warmup, startedAt: started.addingTimeInterval(Double(10 * jobs.count)))
        job.side = side
        state.measure(&job) { machine * (1 + noise * (Double(generator.draw(below: 2001)) / 1000 - 1)) }
        jobs.append((job, state))
    }

    private var started: Date { Date(timeIntervalSince1970: against == nil ? 1_796_000_000 : 1_796_086_400) }

    func save(to database: ResultsDatabase) throws {
        var record = SyntheticRun().record
        (record.id, record.against, record.startedAt, record.plannedJobs) = (id, against, started, jobs.count)
        record.scenarios = [
            .init(name: SyntheticNight.scenario, hash: "cafe", questions: [], text: "name: ci", sources: [source])
        ]
        try database.begin(record)
        var images = 1_000_000_000
        for (job, state) in jobs {
            let saved = try database.save(job, run: id)
            var points = job.outcome == .succeeded ? [BuiltPoint.bytes.point(state.image)] : []
            if isExpected(job) { points.append(FaultPoint.notSucceeded.point(1)) }
            try database.record(
                points.map {
                    PointRecord(job: saved, name: $0.name, unit: $0.unit, at: job.startedAt, value: $0.value)
                }, run: id)
            images += state.growth
            try database.attach(
                disk: DiskRecord(
                    openedAt: started, at: job.startedAt, images: images, containers: 0, volumes: 0, cache: 0,
                    sharedCache: 0, source: "none", quiet: true, seconds: 0.01, waited: 0), to: saved)
            try database.record(audit(after: saved, of: job, state), after: saved, run: id)
        }
        if let left { try database.record(last(left), after: nil, run: id) }
        try database.end(run: id, at: started.addingTimeInterval(Double(10 * jobs.count)), reason: "finished")
    }

    private func last(_ left: (counts: [String: Int], kinds: Set<String>)) -> AuditRecord {
        AuditRecord(
            scenario: SyntheticNight.scenario, stage: .series, at: started, seconds: 0.01,
            kinds: left.kinds.sorted().map { .init(name: $0, sight: "seen", count: 1) },
            leaks: left.counts.sorted { $0.key < $1.key }.flatMap { kind, count in
                (0..<count).map { LeakRecord(kind: kind, object: "\(kind) \($0)") }
            }, remaining: [])
    }

    private func audit(after saved: Int64, of job: JobRecord, _ state: SyntheticState) -> AuditRecord {
        var audit = AuditRecord(
            scenario: job.scenario, stage: .job, at: job.startedAt, seconds: 0.01,
            kinds: state.leaks.keys.sorted().map { .init(name: $0, sight: "seen", count: 1) })
        audit.leaks = state.leaks.sorted { $0.key < $1.key }.flatMap { kind, count in
            (0..<count).map {
                LeakRecord(kind: kind, object: "\(kind) \(job.position).\($0)", job: saved, attribution: .time)
            }
        }
        return audit
    }
}
