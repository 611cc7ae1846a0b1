import Foundation
import Testing

extension IntegrationTests {
    /// Faults planted in the jobs of a real engine, each of which has an outcome, and an audit after it.
    @Suite(.serialized, .timeLimit(.minutes(15))) struct FaultRunTests {
        private static let faults = ["none", "failing-build", "cancel", "client-gone", "engine-kill", "disk-full"]

        @Test func everyFaultHasItsOutcomeAndAnAuditAndTheSeriesGoesOn() async throws {
            try await Scratch.with { scratch in
                try await FaultyFixture.write(to: scratch, builders: "buildkit", faults: Self.faults, changes: 1)
                let database = scratch.plain("results.sqlite")
                let ended = try await PlimsollCommand.run([
                    "run", scratch.plain("scenarios/scenario.yaml"), "--db", database, "--state",
                    scratch.plain("state"),
                    "--engine-disk", "600MiB",
                ])
                #expect(ended.code == 0, "\(ended.messages)")
                let outcomes = try await Shell.sql(
                    """
                    select replace(configuration, 'builder=buildkit,fault=', '') || '|' || ifnull(
                        (select cast(value as integer) from point_view
                            where point_view.job = job_view.job and series = 'fault_struck'), '-'), outcome, count(*)
                    from job_view where position >= 0 group by 1, 2 order by 1, 2
                    """, of: database)
                print("faults, whether they struck, outcomes: \(outcomes)")
                // What is in a Dockerfile needs no moment.
                #expect(
                    outcomes.filter { $0.contains("|-|") } == ["failing-build|-|build_failed|3", "none|-|succeeded|3"],
                    "\(ended.messages)")
                // Where a fault struck its outcome is certain; a full disk shows in whatever the engine was at.
                let struck = outcomes.filter { $0.contains("|1|") && !$0.hasPrefix("disk-full") }
                #expect(
                    struck.map { $0.split(separator: "|").dropLast().joined(separator: "|") } == [
                        "cancel|1|cancelled", "client-gone|1|cancelled", "engine-kill|1|engine_lost",
                    ], "\(ended.messages)")
                #expect(!outcomes.contains { $0.hasPrefix("disk-full|0|") }, "\(outcomes)")
                // One that missed was not planted, or the job was a phase further when it came.
                let late = ["succeeded", "cancelled", "engine_lost"]
                for missed in outcomes.filter({ $0.contains("|0|") }) {
                    #expect(late.contains { missed.contains("|\($0)|") }, "\(ended.messages)")
                }
                let audits = try await Shell.sql(
                    "select stage, count(distinct job) from audit_view where stage = 'job' group by 1", of: database)
                #expect(audits == ["job|18"], "\(ended.messages)")
                let leaks = try await Shell.sql(
                    """
                    select replace(configuration, 'builder=buildkit,fault=', ''), kind, object, bytes from leak_view
                    join job_view using (job)
                    """, of: database)
                print("left by faults: \(leaks)")
                // An engine that was started again is no find itself.
                #expect(!leaks.contains { $0.contains("|network|") || $0.contains("dockerd") })
                #expect(!leaks.contains { $0.hasPrefix("none|") || $0.hasPrefix("failing-build|") })

                let report = try await PlimsollCommand.run([
                    "report", "--db", database, "--out", scratch.plain("reports"),
                ])
                #expect(report.code == 0, "\(report.messages)")
                let file = try #require(report.output.split(separator: "\n").first { $0.hasSuffix("-cleanup.md") })
                let text = try String(contentsOfFile: String(file), encoding: .utf8)
                #expect(text.contains("## After what") && text.contains("an engine killed in mid-build"))
            }
        }
    }
}
