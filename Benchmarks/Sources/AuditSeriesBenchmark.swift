import Fixtures
import Foundation
import Lab
import Model

/// What the audits cost a series: jobs as those of `scenarios/cleanup.yaml` that nothing happens to, on both builders, on an embedded
/// engine of the series' own, where every kind is looked at; after each job an audit.
///
/// The figure is the audits' own recorded time, what they waited included, over all the time from the first audit to the last.
struct AuditSeriesBenchmark {
    /// Jobs of each builder, beside two warm-ups, which count like them.
    private static let changes = 4

    let directory: String

    func figures() async throws -> [Figure] {
        let audits = try await audits()
        guard let first = audits.first, let last = audits.last, audits.count > 2 else {
            throw BareClient.Failed(description: "the series has \(audits.count) audits")
        }
        let left = audits.flatMap(\.leaks).map { "\($0.kind) \($0.object)" }
        guard left.isEmpty else {
            throw BareClient.Failed(description: "an audit found what a job left that nothing happened to: \(left)")
        }
        let spent = audits.reduce(0) { $0 + $1.seconds + $1.waited }
        // An audit's time of day is that of its end.
        let series = last.at.timeIntervalSince(first.at) + first.seconds
        note(
            String(
                format: "%d audits, median %.4f s, in a series of %.1f s", audits.count,
                median(audits.map { $0.seconds + $0.waited }), series))
        return [Figure(name: "audits_over_series", value: spent / series * 100, bound: 2, unit: " %")]
    }

    private func audits() async throws -> [AuditRecord] {
        let description = "fixtures/cleanup.yaml"
        let scenario = Scenario(
            name: "bench", sources: [.bundled(name: "cleanup", description: description)],
            configurations: [Builder.legacy, .buildkit].map { Configuration(builder: $0, fault: .nothing) },
            workload: Workload(timeout: 60, ledger: .never, audit: .job),
            profiles: [ScenarioProfile(name: "quick", changes: Self.changes)])
        let fixture = try Fixture.bundled(name: "cleanup", description: description)
        let request = try scenario.traceRequest(profile: "quick")
        let trace = try fixture.trace(length: request.length, seed: 1, minimumPerClass: request.minimumPerClass)
        let plan = try scenario.plan(profile: "quick", seed: 1, traces: [trace])
        let journal = AuditJournal(try BenchmarkJournal(path: directory + "/audits.sqlite", scenario: "bench"))
        let end = try await RunExecutor(journal: journal, stop: StopSignal()) { event in
            if case .warning(let text) = event { note(text) }
        }.run(
            RunRequest(
                run: journal.inner.run,
                parts: [.init(plan: plan, fixtures: ["cleanup": fixture], traces: ["cleanup": trace])],
                engine: .embedded(.host, diskBytes: 4 << 30), stateDirectory: ".plimsoll", packageLists: []))
        let failed = await journal.failed
        guard end == .finished, failed == 0 else {
            throw BareClient.Failed(description: "the series with audits: \(end), \(failed) jobs failed")
        }
        return await journal.audits
    }
}

/// Keeps the audits, and writes down the rest.
private actor AuditJournal: RunJournal {
    let inner: BenchmarkJournal
    private(set) var audits: [AuditRecord] = []
    /// How many jobs did not succeed.
    private(set) var failed = 0

    init(_ inner: BenchmarkJournal) { self.inner = inner }

    func begin(on fingerprint: Fingerprint) async throws {}

    func save(_ record: JobRecord) async throws -> Int64 {
        if record.outcome != .succeeded { failed += 1 }
        return try await inner.save(record)
    }

    func complete(_ job: Int64, with record: JobRecord) async throws { try await inner.complete(job, with: record) }
    func record(_ points: [JobPoint], of job: Int64?) async throws { try await inner.record(points, of: job) }
    func attach(_ direct: DirectRecord, to job: Int64) async throws { try await inner.attach(direct, to: job) }
    func withdraw(_ job: Int64, because failure: Failure) async throws {
        try await inner.withdraw(job, because: failure)
    }
    func attach(_ disk: DiskRecord, to job: Int64) async throws { try await inner.attach(disk, to: job) }
    func note(_ remainder: [RemainderRecord]) async throws {}
    func note(_ requirements: [RequirementRecord]) async throws {}

    func note(_ audit: AuditRecord, after job: Int64?) async throws {
        audits.append(audit)
        try inner.database.record(audit, after: job, run: inner.run)
    }
}
