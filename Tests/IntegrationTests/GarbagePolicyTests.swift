import Engine
import Foundation
import Provision
import Testing

@testable import Housekeeping

extension IntegrationTests {
    /// Collection policies on small disks of their own, which the trace would otherwise fill.
    @Suite(.serialized) struct GarbagePolicyTests {
        private static let isSoak = ProcessInfo.processInfo.environment["PLIMSOLL_SOAK"] != nil

        /// What `plimsoll gc --policy lru` would go by on such a disk: everything that a test built may go.
        private func collector(on engine: EmbeddedEngine, _ client: EngineClient, label: String) -> Collector {
            let root = engine.dataRoot
            let rules = CollectionRules(
                scope: .labelled([LabelMatch(key: label)]), keep: [NamePattern("tiny")], minimumAge: 0,
                buildCache: true)
            return Collector(
                of: client, policy: .leastRecentlyUsed(high: .share(0.7), low: .share(0.5)), rules: rules,
                gauge: DiskGauge { FilesystemUsage(path: root).map { DiskSpace(used: $0.used, free: $0.free) } })
        }

        /// Three workers build under the mutex, more than the disk takes in all, while one collects.
        @Test(arguments: [BuilderKind.legacy, .buildkit])
        func leastRecentlyUsedHoldsTheMarkWhileBuildsRunAndNoneIsLost(builder: BuilderKind) async throws {
            try await Scratch.with { scratch in
                var options = EmbeddedEngineOptions(stateDirectory: scratch.plain("state"), diskBytes: 400_000_000)
                options.uplink = false
                try await EmbeddedEngine.withEngine(options) { engine in
                    try await EngineClient.withClient(.unix(path: engine.socketPath)) { client in
                        try await TestEngine.provideTinyImage(on: client)
                        let bakery = Bakery(client: client)
                        let mutex = EngineMutex(directory: try await MutexPlace.directory(of: client))
                        let collector = collector(on: engine, client, label: bakery.label)
                        let capacity = try #require(FilesystemUsage(path: engine.dataRoot)).size
                        let workers = 3
                        let rounds = Self.isSoak ? 40 : 10
                        let mebibytes = 16
                        #expect(workers * rounds * mebibytes << 20 > capacity, "the trace would not fill the disk")
                        let collections = try await withThrowingTaskGroup(of: [CollectionOutcome].self) { group in
                            for worker in 0..<workers {
                                group.addTask {
                                    for round in 0..<rounds {
                                        try await mutex.withShared(waitingAtMost: .seconds(300)) { _ in
                                            let name = "w\(worker)-\(round)"
                                            try await bakery.bake(name, by: builder, mebibytes: mebibytes)
                                            // What was just built is there for as long as the job holds the mutex.
                                            _ = try await client.image(bakery.name(name))
                                        }
                                    }
                                    return []
                                }
                            }
                            var outcomes: [CollectionOutcome] = []
                            group.addTask {
                                var outcomes: [CollectionOutcome] = []
                                // As often as it can; the builds' number bounds it.
                                while !Task.isCancelled {
                                    try? await Task.sleep(for: .milliseconds(50))
                                    do {
                                        outcomes.append(try await collector.collect(under: mutex))
                                    } catch  where Task.isCancelled {}
                                }
                                return outcomes
                            }
                            for _ in 0..<workers { _ = try await group.next() }
                            group.cancelAll()
                            for try await more in group { outcomes += more }
                            return outcomes
                        }
                        let working = collections.filter { $0.end != .idle }
                        #expect(!working.isEmpty)
                        #expect(working.allSatisfy { $0.isOverHighMark == false && $0.failure == nil })
                        let freed = working.compactMap(\.filesystemBytes).reduce(0, +)
                        #expect(freed > 100 << 20, "\(freed)")
                    }
                }
            }
        }

        /// The scenario whole, on small disks: rows, figures, a full disk that is a result, and the report.
        @Test func policiesAreComparedOnDisksOfTheirOwn() async throws {
            try await Trial.with { trial in
                try await Shell.run("mkdir -p \(trial.scratch.path("repository/bin"))")
                try await Shell.run("cp /bin/busybox \(trial.scratch.path("repository/bin/busybox"))")
                let changes = 12
                try await trial.commit([
                    "Dockerfile.ci": """
                    FROM scratch
                    COPY bin /bin
                    COPY f /f
                    RUN ["/bin/busybox", "sh", "-c", "busybox cat /f && busybox head -c 30000000 /dev/urandom > /blob"]
                    CMD ["/bin/busybox", "false"]

                    """,
                    ".dockerignore": ".git\n",
                ])
                for number in 1...(changes + 1) { try await trial.commit(["f": "\(number)"]) }
                try trial.writeScenario(
                    changes: changes, builders: "buildkit], policy: [none, dangling, lru",
                    workload: "command: none, collection: {disk: 300MB, high: 70%, low: 50%}",
                    extra: "questions: [storage, garbage]")
                let ended = try await PlimsollCommand.run([
                    "run", trial.scenario, "--db", trial.database, "--state", trial.state, "--engine-disk", "3GiB",
                ])
                // That `dangling` lets its disk fill is a result.
                #expect(ended.code == 0, "\(ended.messages)")
                #expect(ended.output.contains("by a full disk, which is a result"), "\(ended.output)")
                let outcomes = try await trial.sql(
                    """
                    select configuration, outcome = 'succeeded', min(f.value is not null), max(f.value is not null)
                    from job_view j left join point_view f on f.job = j.job and f.series = 'collection_disk_full'
                    group by 1, 2 order by 1, 2
                    """)
                #expect(
                    outcomes == [
                        "builder=buildkit,policy=dangling|0|1|1", "builder=buildkit,policy=dangling|1|0|0",
                        "builder=buildkit,policy=lru|1|0|0", "builder=buildkit,policy=none|1|0|0",
                    ], "\(outcomes) \(ended.messages)")
                let commands = try await trial.sql(
                    "select count(command_s), count(overhead_s), count(run_s), count(wall_s) = count(*) from job_view")
                #expect(commands == ["0|0|0|1"])
                let held = try await trial.sql(
                    """
                    select max(d.value) < max(h.value), sum(r.value) > 0, min(w.value) >= 0, min(h.value) > 150e6
                    from job_view j
                    join point_view h on h.job = j.job and h.series = 'collection_high_mark_bytes'
                    join point_view w on w.job = j.job and w.series = 'build_mutex_wait_s'
                    left join point_view d on d.job = j.job and d.series = 'collection_disk_bytes'
                    left join point_view r on r.job = j.job and r.series = 'collection_removed_records'
                    where j.configuration like '%lru'
                    """)
                #expect(held == ["1|1|1|1"])
                let explained = try await trial.sql(
                    """
                    with survey as (
                        select substr(series, instr(series, '@') + 1) as configuration, sum(value) as bytes, count(*) as parts,
                            max(case when series like 'remainder.foreign@%' then abs(value) end) as "foreign"
                        from point_view where series like 'remainder.%' group by 1
                    ), last as (
                        select configuration, remainder_bytes, max(d.job) from disk_view d join job_view j on j.job = d.job
                        group by 1
                    )
                    select count(*), min(parts), max("foreign"), max(abs(bytes - remainder_bytes)) < 3e6 from survey
                    join last using (configuration)
                    """)
                #expect(explained == ["3|12|0.0|1"])
                let out = trial.scratch.plain("reports")
                let report = try await PlimsollCommand.run(["report", "--db", trial.database, "--out", out])
                #expect(report.code == 0, "\(report.messages)")
                let path = try #require(report.output.split(separator: "\n").first { $0.hasSuffix("-garbage.md") })
                let text = try String(contentsOfFile: String(path), encoding: .utf8)
                #expect(text.contains("| `lru`") && text.contains("would be after build"))
                #expect(text.contains("unexplained, share of layers made"))
                let sql = try #require(text.firstMatch(of: /(?s)```sql\n(.*?)```/)?.1)
                let rows = try await trial.sql(String(sql))
                #expect(rows.count == 2 && rows.contains { $0.contains("|lru|12|") }, "\(rows)")
                let verdicts = try await trial.sql("select question from verdict_view order by 1")
                #expect(verdicts == ["garbage", "storage"])
            }
        }

        @Test func anEngineThatIsNotPlimsollsOwnIsRefused() async throws {
            try await Trial.with { trial in
                try await trial.commit(["Dockerfile.ci": "FROM scratch\nCOPY . /\n"])
                try await trial.commit(["f": "1"])
                try trial.writeScenario(changes: 1, builders: "buildkit], policy: [none, lru")
                let ended = try await trial.run()
                #expect(ended.code == 1)
                #expect(ended.messages.contains("--engine embedded"), "\(ended.messages)")
            }
        }

        /// The whole form: 3 GB, both fixtures, and a trace that fills it where nothing goes.
        @Test(.enabled(if: isSoak)) func leastRecentlyUsedHolds3GB() async throws {
            try await Scratch.with { scratch in
                let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").path
                try await Shell.run("ln -s \(root)/fixtures \(scratch.path("fixtures"))")
                try await Shell.run("mkdir \(scratch.path("scenarios"))")
                try scratch.write(
                    """
                    name: soak
                    questions: [storage, garbage]
                    fixtures: [scap, malu]
                    factors: {builder: [buildkit], policy: [none, lru]}
                    workload: {command: none, collection: {disk: 3GB, high: 85%, low: 70%}}
                    trace: {minimum_per_class: 9}
                    profiles: {quick: {changes: 28}}
                    """, to: "scenarios/soak.yaml")
                let database = scratch.plain("results.sqlite")
                let ended = try await PlimsollCommand.run([
                    "run", scratch.plain("scenarios/soak.yaml"), "--db", database, "--state", scratch.plain("state"),
                ])
                #expect(ended.code == 0, "\(ended.messages)")
                let rows = try await Shell.sql(
                    """
                    select j.configuration, count(*), sum(outcome = 'succeeded'),
                        max(d.filesystem_bytes) > max(c.value), max(coalesce(a.value, d.filesystem_bytes)) > max(h.value)
                    from job_view j join disk_view d on d.job = j.job
                    join point_view h on h.job = j.job and h.series = 'collection_high_mark_bytes'
                    join point_view c on c.job = j.job and c.series = 'collection_capacity_bytes'
                    left join point_view a on a.job = j.job and a.series = 'collection_disk_bytes'
                    group by 1 order by 1
                    """, of: database)
                // Without collection the disk would be full; with it, it is under the mark after each turn.
                #expect(
                    rows == [
                        "builder=buildkit,policy=lru|60|60|0|0", "builder=buildkit,policy=none|60|60|1|1",
                    ], "\(rows)")
            }
        }
    }
}
