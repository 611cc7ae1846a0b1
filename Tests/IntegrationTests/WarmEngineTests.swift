import Foundation
import Testing

extension IntegrationTests {
    /// The same scenario twice on one engine: what the second finds in the cache is the first one's work, and is said to be.
    @Suite(.serialized) struct WarmEngineTests {
        private func hits(of run: Int, in trial: Trial) async throws -> [String] {
            try await trial.sql(
                """
                select coalesce(sum(value) > 0, 0) from point_view
                where series = 'inherited_hits' and run = (select uuid from run order by id limit 1 offset \(run))
                """)
        }

        /// A trial of three revisions whose images stay, and with them the legacy builder's cache.
        private func trial(
            _ builder: String, _ dockerfile: String, _ body: (Trial) async throws -> Void
        ) async throws {
            try await Trial.with { trial in
                try await trial.commit([
                    "Dockerfile.ci": dockerfile, "true": "#!/bin/true", ".dockerignore": "Dockerfile.ci\n",
                ])
                for number in 1...2 { try await trial.commit(["f": "\(number)"]) }
                try trial.writeScenario(
                    changes: 2, builders: builder, workload: "timeout: 60s, retention: all",
                    extra: "questions: [build-overhead]")
                try await body(trial)
                let clean = try await PlimsollCommand.run(["clean", "--engine", trial.engine, "--state", trial.state])
                #expect(clean.code == 0, "\(clean.messages)")
            }
        }

        private func compare(_ trial: Trial) async throws -> PlimsollCommand.Ended {
            let runs = try await trial.sql("select uuid from run order by id")
            return try await PlimsollCommand.run([
                "compare", "\(trial.database)#\(runs[0])", "\(trial.database)#\(runs[1])", "--db", trial.database,
                "--metric", "hits", "--metric", "misses",
            ])
        }

        @Test(arguments: ["legacy", "buildkit"]) func aRunMakesItsOwnColdState(builder: String) async throws {
            // A text of its own, so that no other test's build has filled the cache for the first run.
            let dockerfile =
                "ARG VERSION=1\nFROM tiny:$VERSION AS one\nRUN echo \(UUID()) > /own\nCOPY . /src\n"
                + "FROM tiny:1\nCOPY --from=one /own /own\nCMD [\"true\"]\n"
            try await trial(builder, dockerfile) { trial in
                for _ in 0..<2 {
                    let run = try await trial.run()
                    #expect(run.code == 0 && !run.messages.contains("was not cold"), "\(run.messages)")
                }
                let found = [try await hits(of: 0, in: trial), try await hits(of: 1, in: trial)]
                #expect(found == [["0"], ["0"]])
                let steps = try await trial.sql(
                    """
                    select group_concat(instruction || ' ' || cached, ' | ') from (
                        select step_view.run, step_view.job - (select min(job) from job_view where job_view.run = step_view.run) as job,
                            ordinal, instruction, cached
                        from step_view order by run, job, ordinal) group by job, run order by job, run
                    """)
                // The same jobs met the same hits and misses, step by step, and the steps have the repository's words.
                let pairs = stride(from: 0, to: steps.count, by: 2).map { Array(steps[$0...].prefix(2)) }
                #expect(pairs.count >= 3 && pairs.allSatisfy { $0.first == $0.last && $0.count == 2 }, "\(pairs)")
                #expect(steps[0].contains("FROM tiny:") && !steps[0].contains("plimsoll/base"), "\(steps[0])")
                #expect(steps.contains { $0.contains("/own 1 |") && $0.contains("COPY . /src 0") }, "\(steps)")
                #expect(try await compare(trial).code == 0)
                let left = try await TestEngine.withClient { try await $0.images().flatMap(\.tags) }
                #expect(!left.contains { $0.hasPrefix("plimsoll/base-") }, "\(left)")
            }
        }

        @Test(arguments: ["legacy", "buildkit"]) func aCacheThatAnEarlierRunFilledIsNoticed(
            builder: String
        ) async throws {
            // Upon nothing there is no image of the run's own.
            let dockerfile = "FROM scratch\nCOPY . /\(UUID())/\nCMD [\"true\"]\n"
            try await trial(builder, dockerfile) { trial in
                let first = try await trial.run()
                #expect(!first.messages.contains("was not cold"), "\(first.messages)")
                let second = try await trial.run()
                #expect(second.messages.contains("the cache was not cold"), "\(second.messages)")
                let found = [try await hits(of: 0, in: trial), try await hits(of: 1, in: trial)]
                #expect(found == [["0"], ["1"]])
                let compared = try await compare(trial)
                #expect(compared.code == 1, "\(compared.output)\(compared.messages)")
                #expect((compared.output + compared.messages).contains("filled by an earlier run"))
                let report = try await PlimsollCommand.run([
                    "report", "--db", trial.database, "--out", trial.scratch.plain("report"),
                ])
                #expect(report.code == 0, "\(report.messages)")
                let pages = try await Shell.run("find \(trial.scratch.path("report")) -name '*.md' -exec cat {} +")
                #expect(pages.contains("The cache was not cold"))
            }
        }
    }
}
