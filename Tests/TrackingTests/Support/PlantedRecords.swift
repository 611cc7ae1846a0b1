import Foundation
import Model
import Store

/// A run with at least one row in every table, and with characters that formats trip over.
struct PlantedRecords {
    /// Quotes, markup, separators, control characters, a colour, characters beyond ASCII and beyond 16 bits.
    static let odd = "a \"b\" 'c' \\ <d>&amp; e,f;g|h `i`\tj\r\nk \u{1}\u{1B}[31mred\u{7F} ä \u{FFFE} 𝄞 "

    var id = UUID(uuidString: "0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0") ?? UUID()
    var startedAt = Date(timeIntervalSince1970: 1_479_772_800.125)
    /// The run that it is held against.
    var against: UUID?
    /// Which side of a round the second job is.
    var side: JobSide?
    /// Whether the second job was run, and the run ended.
    var isWhole = true
    var verdicts = [
        VerdictRecord(
            question: "build-overhead", verdict: .yes, estimate: 0.1, low: 1e-05, high: 3, unit: "s", n: 12,
            rule: "rule: \(odd)"),
        VerdictRecord(question: "isolation", verdict: .evidence, unit: "", n: 0, rule: "none"),
    ]

    private var record: RunRecord {
        RunRecord(
            id: id, toolVersion: "0.1.0", toolCommit: "abc", commandLine: ["plimsoll", Self.odd], profile: "quick",
            seed: .max, planHash: "plan", plannedJobs: 2, startedAt: startedAt,
            scenarios: [
                .init(
                    name: "overhead", hash: "cafe", questions: ["build-overhead"], text: "name: \(Self.odd)\n",
                    sources: [source]),
                .init(name: "cleanup", hash: "beef", questions: [], text: "name: cleanup"),
            ], fingerprint: Fingerprint(engine: ["version": "20.10.24"], host: ["kernel": Self.odd]), against: against)
    }

    private var source: ResolvedSource {
        ResolvedSource(
            fixture: "scap", revisions: [.init(id: "cafe", subject: Self.odd, time: 1_479_772_800), .init(id: "beef")],
            dockerfile: "Dockerfile", externalDockerfile: Self.odd, context: "a", command: ["sh", Self.odd])
    }

    /// Puts the run into a database.
    func plant(in database: ResultsDatabase) throws {
        try database.begin(record)
        try database.record(
            requirements: [
                RequirementRecord(
                    area: "kernel", name: "overlay", state: "fine", found: "yes", neededFor: "layers",
                    isRequired: true),
                RequirementRecord(
                    area: "disk", name: "space", state: "lacking", found: "no", neededFor: "images",
                    remedy: "make room", isRequired: false),
            ], run: id)
        try database.record(audit(.before), after: nil, run: id)
        let first = try database.save(job(0, "overhead"), run: id)
        try database.complete(
            job: first, wall: 9.25, cleanup: 0.125, own: OwnCost(processor: 0.1, outsideRequests: 0.2, requests: 9))
        try database.attach(direct: DirectRecord(order: .after, seconds: 1.0 / 3, exitStatus: 0), to: first)
        try database.attach(disk: disk, to: first)
        try database.record(
            [
                PointRecord(job: first, name: "cached bytes", unit: "byte", at: startedAt, value: 1e300),
                PointRecord(name: "remainder.rest", unit: "byte", at: startedAt, value: -0.0),
                PointRecord(
                    job: first, name: "cached bytes", unit: "byte", at: startedAt, value: .leastNonzeroMagnitude),
            ], run: id)
        var audit = audit(.job)
        audit.leaks = [LeakRecord(kind: "image", object: Self.odd, bytes: 4096, job: first, attribution: .name)]
        try database.record(audit, after: first, run: id)
        guard isWhole else { return }
        try finish(in: database)
    }

    /// Puts what happens after the first job into a database that has it.
    func finish(in database: ResultsDatabase) throws {
        var failed = job(0, "cleanup")
        failed.outcome = .commandFailed
        failed.side = side
        failed.exitStatus = 2
        failed.failure = Failure(phase: .run, message: Self.odd, outputTail: ["one", Self.odd])
        _ = try database.save(failed, run: id)
        try database.end(run: id, at: startedAt.addingTimeInterval(60), reason: "finished")
        try database.save(verdicts: verdicts, run: id)
    }

    private func job(_ position: Int, _ scenario: String) -> JobRecord {
        var job = JobRecord(
            scenario: scenario, configuration: "builder=buildkit", fixture: "scap", revision: "START+0 \(Self.odd)",
            changeClass: .source, weight: 2.5, position: position, startedAt: startedAt.addingTimeInterval(1))
        job.phases = [.context: 0.1, .build: 0.2, .run: 7]
        (job.command, job.commandClock) = (6.7, .startEvent)
        job.steps = [
            StepRecord(ordinal: 0, instruction: "FROM base", cacheable: false, cached: false),
            StepRecord(
                ordinal: 1, instruction: "RUN echo '\(Self.odd)'", cacheable: true, cached: false,
                startedAt: startedAt, duration: 0.30000000000000004, missReason: .contentChanged, bytes: 1 << 40),
        ]
        job.probes = [
            ProbeRecord(
                probe: "raw-socket", place: .job, tries: "whether", expected: "no", matters: "it does", seen: Self.odd,
                passed: nil)
        ]
        return job
    }

    private func audit(_ stage: AuditRecord.Stage) -> AuditRecord {
        AuditRecord(
            scenario: "overhead", stage: stage, at: startedAt, seconds: 0.02,
            kinds: [
                AuditRecord.Kind(name: "image", sight: "seen", reason: nil, count: 4),
                AuditRecord.Kind(name: "mount", sight: "hidden", reason: Self.odd, count: 0),
            ])
    }

    private var disk: DiskRecord {
        DiskRecord(
            openedAt: startedAt, at: startedAt, images: 1_000, containers: 1, volumes: 2, cache: 3, sharedCache: 4,
            filesystem: 51_000, baseline: 50_000, source: "statfs", quiet: true, seconds: 0.01, waited: 0)
    }
}
