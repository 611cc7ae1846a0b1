import Foundation
import Testing

extension IntegrationTests {
    /// The scenario with deliveries, whole: a first worker, a registry, an engine for each delivery, and nothing left.
    @Suite(.serialized) struct DeliveryRunTests {
        private func trial<Value: Sendable>(
            _ factors: String, _ body: (Trial) async throws -> Value
        ) async throws -> Value {
            try await Trial.ofBusybox(changes: 2, factors: factors, question: "promotion", body)
        }

        /// How many of the steps that can come from the cache did, by configuration and lap.
        private func hits(_ delivery: String, in database: String) async throws -> [String] {
            try await Shell.sql(
                """
                select replace(j.configuration, 'delivery=\(delivery)', ''), j.round, j.position in (
                    select min(position) from job_view group by configuration) as first, sum(s.cached), count(*)
                from step_view s join job_view j using (job)
                where s.cacheable and j.configuration like '%delivery=\(delivery)' group by 1, 2, 3 order by 1, 2, 3
                """, of: database)
        }

        @Test func aPromotedImageIsTheFirstWorkersAndARebuiltOneIsNot() async throws {
            try await trial("legacy, buildkit], delivery: [promote, rebuild, rebuild-dated") { trial in
                let ended = try await PlimsollCommand.run(trial.embeddedArguments)
                #expect(ended.code == 0, "\(ended.messages)")
                #expect(trial.parts.isEmpty)
                #expect(try await trial.sql("select count(*) from job_view where outcome = 'succeeded'") == ["24"])
                // The random layer is another in each build.
                let same = try await trial.sql(
                    """
                    select replace(j.configuration, 'builder=', ''), min(p.value), max(p.value), count(*)
                    from point_view p join job_view j using (job)
                    where p.series = 'delivery_digest_equal' group by 1 order by 1
                    """)
                #expect(
                    same == [
                        "buildkit,delivery=promote|1.0|1.0|4", "buildkit,delivery=rebuild|0.0|0.0|4",
                        "buildkit,delivery=rebuild-dated|0.0|0.0|4", "legacy,delivery=promote|1.0|1.0|4",
                        "legacy,delivery=rebuild|0.0|0.0|4", "legacy,delivery=rebuild-dated|0.0|0.0|4",
                    ])
                let layers = try await trial.sql(
                    """
                    select distinct p.series, p.value from point_view p join job_view j using (job)
                    where p.series like 'delivery%layers' and j.configuration like '%promote' order by 1
                    """)
                #expect(layers == ["delivery_equal_layers|3.0", "delivery_layers|3.0"])
                try await checkPulls(of: trial)
                try await checkHits(of: trial)
                try await checkReport(of: trial)
            }
        }

        /// The first pull brings everything, later ones the layer that the change made. A rebuild pulls nothing.
        private func checkPulls(of trial: Trial) async throws {
            let contexts = try await trial.sql(
                """
                select configuration like '%promote' as promoted, count(context_s), count(build_s), count(*)
                from job_view group by 1 order by 1
                """)
            #expect(contexts == ["0|16|16|16", "1|0|8|8"])
            let bytes = try await trial.sql(
                """
                select builder, first > later + 500000, later > 300000 from (
                    select substr(j.configuration, 9, 8) as builder, max(p.value) filter (where j.warmup) as first,
                        max(p.value) filter (where not j.warmup) as later
                    from point_view p join job_view j using (job)
                    where p.series = 'registry_bytes' and j.configuration like '%promote' group by 1) order by 1
                """)
            #expect(bytes == ["buildkit|1|1", "legacy,d|1|1"])
            let rebuilt = try await trial.sql(
                """
                select max(p.value) < 5000 from point_view p join job_view j using (job)
                where p.series = 'registry_bytes' and j.configuration like '%rebuild%'
                """)
            #expect(rebuilt == ["1"])
            #expect(try await trial.sql("select count(*) from point_view where series = 'cache_pull_s'") == ["8"])
            #expect(try await trial.sql("select count(*) from point_view where series = 'cache_push_s'") == ["6"])
        }

        /// A rebuild hits its own worker's earlier builds: as many with a date, and where nothing else is delivered.
        private func checkHits(of trial: Trial) async throws {
            let beside = try await hits("rebuild", in: trial.database)
            // Of each builder: the first build, the same again, and two changes.
            #expect(
                beside.map { $0.suffix(3) } == ["3|3", "0|3", "2|3", "2|3", "3|3", "0|3", "2|3", "2|3"], "\(beside)")
            let dated = try await hits("rebuild-dated", in: trial.database)
            #expect(dated == beside)
            #expect(try await trial.sql("select count(*) from point_view where series = 'inherited_hits'") == ["0"])

            let alone = try await Trial.ofBusybox(
                changes: 2, factors: "legacy, buildkit], delivery: [rebuild", question: "promotion"
            ) { other in
                let ended = try await PlimsollCommand.run(other.embeddedArguments)
                #expect(ended.code == 0, "\(ended.messages)")
                return try await hits("rebuild", in: other.database)
            }
            #expect(alone == beside)
        }

        private func checkReport(of trial: Trial) async throws {
            let out = trial.scratch.plain("reports")
            let ended = try await PlimsollCommand.run(["report", "--db", trial.database, "--out", out])
            #expect(ended.code == 0, "\(ended.messages)")
            let path = try #require(ended.output.split(separator: "\n").first { $0.contains("promotion.md") })
            let text = try String(contentsOfFile: String(path), encoding: .utf8)
            #expect(text.contains("**Answer: yes, promote.** Rebuilt images differ."))
            #expect(text.contains("0 of 8 rebuilt images are the same as the first worker's (0 of 4 with a date)."))
        }

        @Test func aRegistryThatIsKilledIsARowAndTheRunGoesOnWithANewOne() async throws {
            try await trial("buildkit], delivery: [promote") { trial in
                let ended = try await PlimsollCommand.run(trial.embeddedArguments) { _ in
                    try await trial.waitForJobs(1)
                    let status = try await PlimsollCommand.run(["registry", "status", "--state", trial.state, "--json"])
                    let number = try #require(status.output.firstMatch(of: #/"outermost" : (\d+)/#)?.1)
                    kill(try #require(Int32(number)), SIGKILL)
                }
                #expect(ended.code == 3, "\(ended.messages)")
                let rows = try await trial.sql(
                    "select outcome, count(*) from job_view where position >= 0 group by 1 order by 1")
                #expect(rows == ["refused|1", "succeeded|3"], "\(rows) \(ended.messages)")
                let failure = try await trial.sql("select failure from job_view where outcome = 'refused'").joined()
                #expect(failure.contains("registry") || failure.contains("127.0.0.1:5"), "\(failure)")
                #expect(trial.parts.isEmpty)
            }
        }

        @Test func anEngineThatIsNotPlimsollsOwnIsRefused() async throws {
            try await trial("buildkit], delivery: [promote, rebuild") { trial in
                let ended = try await trial.run()
                #expect(ended.code == 1)
                #expect(ended.messages.contains("varies the delivery"), "\(ended.messages)")
                #expect(ended.messages.contains("--engine embedded"), "\(ended.messages)")
            }
        }
    }
}
