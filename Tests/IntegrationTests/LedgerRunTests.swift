import Foundation
import Testing

extension IntegrationTests {
    /// The ledger in whole runs on engines of their own.
    @Suite(.serialized, .timeLimit(.minutes(10))) struct LedgerRunTests {
        /// A trial whose image is part of its repository: an engine of its own has no images.
        private func trial<Value: Sendable>(
            _ body: (Trial) async throws -> Value
        ) async throws -> Value {
            try await Trial.with { trial in
                try await Shell.run("mkdir -p \(trial.scratch.path("repository/bin"))")
                try await Shell.run("cp /bin/busybox \(trial.scratch.path("repository/bin/busybox"))")
                try trial.scratch.write(".git\n", to: "repository/.dockerignore")
                return try await body(trial)
            }
        }

        private func dockerfile(megabytes: Int) -> String {
            """
            FROM scratch
            ENV PATH=/bin
            COPY bin /bin
            RUN ["busybox", "dd", "if=/dev/urandom", "of=/r", "bs=1M", "count=\(megabytes)"]
            COPY f /
            CMD ["busybox", "true"]

            """
        }

        private func run(_ trial: Trial, _ more: [String] = []) async throws -> PlimsollCommand.Ended {
            try await PlimsollCommand.run(
                ["run", trial.scenario, "--db", trial.database, "--state", trial.state] + more)
        }

        @Test func everyJobHasItsRowAndEveryStepItsSize() async throws {
            try await trial { trial in
                try await trial.commit(["Dockerfile.ci": dockerfile(megabytes: 8), "f": "0"])
                for number in 1...3 { try await trial.commit(["f": "\(number)"]) }
                try trial.writeScenario(changes: 3, extra: "questions: [build-overhead]")
                let ended = try await run(trial, ["--engine-disk", "1GiB"])
                #expect(ended.code == 0, "\(ended.messages)")
                #expect(!ended.messages.contains("ledger"), "\(ended.messages)")

                let rows = try await trial.sql(
                    "select (select count(*) from job_view), count(*), count(remainder_bytes), min(source), min(quiet) from disk_view"
                )
                #expect(rows == ["10|10|10|statfs|1"])
                let whole = try await trial.sql(
                    "select count(*) from disk_view where filesystem_bytes <> engine_bytes + baseline_bytes + remainder_bytes"
                )
                #expect(whole == ["0"])
                // Both builders tell what every step's layer takes, whether it was made or found.
                #expect(
                    try await trial.sql("select count(*) from step_view where cacheable and bytes is null") == ["0"])
                let sizes = try await trial.sql(
                    "select distinct bytes from step_view where instruction like 'RUN%' order by 1")
                #expect(sizes == ["\(8 << 20)"])
                // Each builder's first job made the layer; the images share it with no other builder.
                let grown = try await trial.sql(
                    "select max(image_bytes) between 16 << 20 and 24 << 20, max(engine_bytes) > 0 from disk_view")
                #expect(grown == ["1|1"])

                let parts = try await trial.sql(
                    "select count(*), cast(sum(value) as integer) from point_view where series like 'remainder.%'")
                let last = try await trial.sql("select remainder_bytes from disk_view order by at desc limit 1")
                let columns = parts.first?.split(separator: "|").compactMap { Int($0) } ?? []
                #expect(columns.first == 12)
                let difference = try #require(columns.last) - (try #require(last.first.flatMap { Int($0) }))
                #expect(abs(difference) <= 65_536, "\(parts) beside \(last)")

                let report = try await PlimsollCommand.run(
                    ["report", "--db", trial.database, "--out", trial.scratch.plain("reports")])
                #expect(report.code == 0, "\(report.messages)")
                let file = try #require(report.output.split(separator: "\n").first { $0.hasSuffix("-disk.md") })
                let text = try String(contentsOfFile: String(file), encoding: .utf8)
                #expect(text.contains("After 10 of 10 jobs") && text.contains("disk.svg"))
            }
        }

        @Test func aRunThatKeepsNoLedgerHasNoRows() async throws {
            try await trial { trial in
                try await trial.commit(["Dockerfile.ci": dockerfile(megabytes: 1), "f": "0"])
                try await trial.commit(["f": "1"])
                try trial.writeScenario(changes: 1, builders: "buildkit", workload: "ledger: never")
                let ended = try await run(trial, ["--engine-disk", "500MiB"])
                #expect(ended.code == 0, "\(ended.messages)")
                #expect(try await trial.sql("select count(*) from disk_view") == ["0"])
                #expect(try await trial.sql("select count(*) from step_view where bytes is not null") == ["0"])
            }
        }

        @Test func aForeignEngineIsAccountedForWhereItIsAskedFor() async throws {
            try await Trial.with { trial in
                try await trial.commit(["Dockerfile.ci": "FROM tiny:1\nCOPY f /\nCMD [\"true\"]\n", "f": "0"])
                try await trial.commit(["f": "1"])
                try trial.writeScenario(changes: 1, builders: "buildkit", workload: "ledger: always")
                let ended = try await trial.run()
                #expect(ended.code == 0, "\(ended.messages)")
                // The tests' engine has its data root in a mount namespace of its own: it is seen through the process.
                #expect(!ended.messages.contains("engine's own figures only"), "\(ended.messages)")
                let rows = try await trial.sql(
                    "select count(*), min(source), count(filesystem_bytes), min(engine_bytes) > 0 from disk_view")
                #expect(rows == ["3|walk|3|1"])
            }
        }

        @Test func aDiskThatFillsInMidBuildIsARowAndTheEngineRecovers() async throws {
            try await trial { trial in
                try await trial.commit(["Dockerfile.ci": dockerfile(megabytes: 8), "f": "0"])
                try await trial.commit(["Dockerfile.ci": dockerfile(megabytes: 600)])
                try await trial.commit(["Dockerfile.ci": dockerfile(megabytes: 9)])
                try await trial.commit(["f": "1"])
                try trial.writeScenario(changes: 3)
                let ended = try await run(trial, ["--engine-disk", "300MiB"])
                #expect(ended.code == 3, "\(ended.messages)")
                for builder in ["legacy", "buildkit"] {
                    let outcomes = try await trial.sql(
                        """
                        select outcome from job_view where configuration = 'builder=\(builder)' and position >= 0
                        order by position
                        """)
                    let full = try #require(outcomes.dropFirst(2).first)
                    #expect(["build_failed", "refused"].contains(full), "\(builder): \(outcomes) \(ended.messages)")
                    #expect(
                        outcomes == ["succeeded", "succeeded", full, "succeeded", "succeeded"],
                        "\(builder): \(outcomes) \(ended.messages)")
                }
                // Every job has its row in the ledger, and what filled the disk is gone after its job.
                let rows = try await trial.sql(
                    "select count(*), max(filesystem_bytes) < filesystem_size_bytes / 2 from disk_view")
                #expect(rows == ["10|1"], "\(ended.messages)")
            }
        }
    }
}
