import Foundation
import Testing

extension IntegrationTests {
    /// Faults planted in the jobs of a real engine, each of which has an outcome, and an audit after it.
    @Suite(.serialized, .timeLimit(.minutes(15))) struct FaultRunTests {
        private static let faults = ["none", "failing-build", "cancel", "client-gone", "engine-kill", "disk-full"]

        /// A fixture of busybox alone, with a Dockerfile for the fault that is its own.
        private func write(_ scratch: Scratch) async throws {
            let head = "FROM scratch\nENV PATH=/bin\nCOPY bin /bin\nCOPY f /f\nARG PLIMSOLL_JOB\n"
            let make = #"RUN ["busybox", "dd", "if=/dev/zero", "of=/made", "bs=1M", "count=20"]"#
            try scratch.write(
                "\(head)\(make)\nRUN [\"busybox\", \"sleep\", \"1.5\"]\nCMD [\"busybox\", \"sleep\", \"1.5\"]\n",
                to: "fixtures/tree/Dockerfile.ci")
            try scratch.write("\(head)RUN [\"busybox\", \"false\"]\n", to: "fixtures/tree/Dockerfile.failing-build")
            try scratch.write("Dockerfile.*\n", to: "fixtures/tree/.dockerignore")
            try scratch.write("0\n", to: "fixtures/tree/f")
            try await Shell.run(
                "mkdir \(scratch.path("fixtures/tree/bin")) && cp /bin/busybox \(scratch.path("fixtures/tree/bin/busybox"))"
            )
            try scratch.write(
                """
                description: A test's own.
                directory: tree
                dockerfile: Dockerfile.ci
                variants: {failing-build: Dockerfile.failing-build}
                trace:
                  population: {source: 1}
                  changes: {source: [append: {files: [f], text: "{{index}}\\n"}]}
                """, to: "fixtures/faulty.yaml")
            try scratch.write(
                """
                name: faulty
                questions: [cleanup]
                fixtures: [faulty]
                factors: {builder: [buildkit], fault: [\(Self.faults.joined(separator: ", "))]}
                workload: {timeout: 30s, audit: {after: job}}
                profiles: {quick: {changes: 1}}
                """, to: "scenarios/scenario.yaml")
        }

        @Test func everyFaultHasItsOutcomeAndAnAuditAndTheSeriesGoesOn() async throws {
            try await Scratch.with { scratch in
                try await write(scratch)
                let database = scratch.plain("results.sqlite")
                let ended = try await PlimsollCommand.run([
                    "run", scratch.plain("scenarios/scenario.yaml"), "--db", database, "--state",
                    scratch.plain("state"),
                    "--engine-disk", "600MiB",
                ])
                #expect(ended.code == 0, "\(ended.messages)")
                let outcomes = try await Shell.sql(
                    """
                    select replace(configuration, 'builder=buildkit,fault=', ''), outcome, count(*) from job_view
                    where position >= 0 group by 1, 2 order by 1, 2
                    """, of: database)
                // A full disk shows in whatever the engine was at, and a kill may come when a build is just over.
                let certain = outcomes.filter { !$0.hasPrefix("disk-full") && !$0.hasPrefix("engine-kill") }
                #expect(
                    certain == [
                        "cancel|cancelled|3", "client-gone|cancelled|3", "failing-build|build_failed|3",
                        "none|succeeded|3",
                    ], "\(ended.messages)")
                #expect(outcomes.contains { $0.hasPrefix("engine-kill|engine_lost") }, "\(outcomes)")
                #expect(!outcomes.contains { $0.hasPrefix("disk-full|succeeded") }, "\(outcomes)")
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
