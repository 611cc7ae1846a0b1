import Engine
import Fixtures
import Foundation
import Lab
import Model
import Provision

/// Many executors of cached no-op jobs beside as many sequences of the bare requests, in turn on one engine: what running jobs at the
/// same time costs on top of the engine.
struct ExecutorsBenchmark {
    private static let executors = 64
    /// How many jobs each executor has, the first and the last of which are ramp-up and drain.
    private static let jobsAnExecutor = 4
    private static let rounds = 3

    let engine: String
    let directory: String

    func figures() async throws -> [Figure] {
        var rates: (plimsoll: [Double], bare: [Double]) = ([], [])
        for round in 1...Self.rounds {
            for turn in 0..<2 {
                if (turn + round) % 2 == 0 {
                    rates.plimsoll.append(try await plimsoll(round))
                } else {
                    rates.bare.append(try await bare(round))
                }
            }
        }
        note(
            String(
                format:
                    "%d executors of cached no-op jobs, n = %d, medians: Plimsoll %.3f jobs/s, bare requests %.3f jobs/s",
                Self.executors, Self.rounds, median(rates.plimsoll), median(rates.bare)))
        return [
            Figure(
                name: "bare_over_executors_throughput", value: median(rates.bare) / median(rates.plimsoll), bound: 1.05,
                unit: "")
        ]
    }

    /// The throughput of one run of Plimsoll's.
    private func plimsoll(_ round: Int) async throws -> Double {
        let scenario = Scenario(
            name: "bench", sources: [.bundled(name: "noop", description: "fixtures/noop.yaml")],
            configurations: [Configuration(builder: .buildkit, executors: Self.executors)],
            workload: Workload(retention: .none, ledger: .never),
            profiles: [
                ScenarioProfile(name: "quick", changes: 1, jobs: Self.executors * Self.jobsAnExecutor, repeats: 1)
            ])
        let fixture = try Fixture.bundled(name: "noop", description: "fixtures/noop.yaml")
        let request = try scenario.traceRequest(profile: "quick")
        let trace = try fixture.trace(length: request.length, seed: 1, minimumPerClass: 0)
        let plan = try scenario.plan(profile: "quick", seed: 1, traces: [trace])
        let journal = RateJournal(
            try BenchmarkJournal(path: "\(directory)/executors\(round).sqlite", scenario: "bench"))
        let end = try await RunExecutor(journal: journal, stop: StopSignal()) { _ in }.run(
            RunRequest(
                run: journal.inner.run,
                parts: [.init(plan: plan, fixtures: ["noop": fixture], traces: ["noop": trace])],
                engine: .foreign(try EngineEndpoint(engine, environment: [:])), stateDirectory: ".plimsoll",
                packageLists: []))
        let jobs = await journal.jobs.filter { !$0.warmup }
        let spans = jobs.compactMap { job in
            job.wall.map { wall in
                let began = job.startedAt.timeIntervalSince1970
                return BusyRate.Span(executor: job.executor, began: began, ended: began + wall)
            }
        }
        guard end == .finished, jobs.allSatisfy({ $0.outcome == .succeeded }),
            let rate = BusyRate.of(spans, executors: Self.executors)
        else { throw BareClient.Failed(description: "Plimsoll's executors: \(end), \(jobs.count) jobs") }
        return rate
    }

    /// The throughput of as many sequences, each on a thread of its own.
    private func bare(_ round: Int) async throws -> Double {
        let root = directory + "/noop-context"
        if !FileManager.default.fileExists(atPath: root) {
            try FileManager.default.copyItem(atPath: "fixtures/noop", toPath: root)
        }
        let context = try BuildContext.scan(root: .init(root), dockerfile: "Dockerfile.ci")
        var tar: [UInt8] = []
        for try await chunk in context.archive { tar += chunk }
        let job = BareJob(
            client: BareClient(socketPath: String(engine.dropFirst("unix://".count))), context: tar,
            isBuildKit: true)
        try job.run(0)
        let spans = await withTaskGroup(of: [BusyRate.Span]?.self) { group in
            for executor in 0..<Self.executors {
                group.addTask { await sequence(of: job, executor, round) }
            }
            return await group.reduce(into: [BusyRate.Span]?([])) { all, own in
                all = own.flatMap { own in all.map { $0 + own } }
            }
        }
        guard let spans, let rate = BusyRate.of(spans, executors: Self.executors) else {
            throw BareClient.Failed(description: "a sequence of bare requests failed")
        }
        return rate
    }

    /// Nil where a request failed.
    private func sequence(of job: BareJob, _ executor: Int, _ round: Int) async -> [BusyRate.Span]? {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var spans: [BusyRate.Span] = []
                for number in 0..<Self.jobsAnExecutor {
                    let began = Date().timeIntervalSince1970
                    let name = (round * Self.executors + executor) * Self.jobsAnExecutor + number + 1_000_000
                    guard (try? job.run(name)) != nil else { return continuation.resume(returning: nil) }
                    spans.append(
                        BusyRate.Span(executor: executor, began: began, ended: Date().timeIntervalSince1970))
                }
                continuation.resume(returning: spans)
            }
        }
    }
}

/// Keeps the jobs beside writing them down.
private actor RateJournal: RunJournal {
    let inner: BenchmarkJournal
    private(set) var jobs: [JobRecord] = []

    init(_ inner: BenchmarkJournal) { self.inner = inner }

    func begin(on fingerprint: Fingerprint) async throws {}
    func save(_ record: JobRecord) async throws -> Int64 { try await inner.save(record) }

    func complete(_ job: Int64, with record: JobRecord) async throws {
        jobs.append(record)
        try await inner.complete(job, with: record)
    }

    func record(_ points: [JobPoint], of job: Int64?) async throws { try await inner.record(points, of: job) }
    func attach(_ direct: DirectRecord, to job: Int64) async throws { try await inner.attach(direct, to: job) }
    func withdraw(_ job: Int64, because failure: Failure) async throws {
        try await inner.withdraw(job, because: failure)
    }
    func attach(_ disk: DiskRecord, to job: Int64) async throws { try await inner.attach(disk, to: job) }
    func note(_ remainder: [RemainderRecord]) async throws {}
    func note(_ requirements: [RequirementRecord]) async throws {}
    func note(_ audit: AuditRecord, after job: Int64?) async throws {}
}
