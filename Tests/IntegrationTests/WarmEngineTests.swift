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

        @Test(arguments: ["legacy", "buildkit"]) func aCacheThatAnEarlierRunFilledIsNoticed(
            builder: String
        ) async throws {
            try await Trial.with { trial in
                // A text of its own, so that no other test's build has filled the cache for the first run.
                try await trial.commit([
                    "Dockerfile.ci": "FROM tiny:1\nRUN echo \(UUID()) > /own\nCOPY . /src\nCMD [\"true\"]\n"
                ])
                for number in 1...2 { try await trial.commit(["f": "\(number)"]) }
                // The images stay, and with them the legacy builder's cache.
                try trial.writeScenario(
                    changes: 2, builders: builder, workload: "timeout: 60s, retention: all",
                    extra: "questions: [build-overhead]")
                let first = try await trial.run()
                #expect(first.code == 0 && !first.messages.contains("was not cold"), "\(first.messages)")
                let second = try await trial.run()
                #expect(second.code == 0 && second.messages.contains("the cache was not cold"), "\(second.messages)")
                let found = [try await hits(of: 0, in: trial), try await hits(of: 1, in: trial)]
                #expect(found == [["0"], ["1"]])

                let runs = try await trial.sql("select uuid from run order by id")
                let compared = try await PlimsollCommand.run([
                    "compare", "\(trial.database)#\(runs[0])", "\(trial.database)#\(runs[1])", "--db", trial.database,
                ])
                #expect(compared.code == 1, "\(compared.output)\(compared.messages)")
                #expect(
                    (compared.output + compared.messages).contains("filled by an earlier run"),
                    "\(compared.output)\(compared.messages)")

                let out = trial.scratch.plain("report")
                let report = try await PlimsollCommand.run(["report", "--db", trial.database, "--out", out])
                #expect(report.code == 0, "\(report.messages)")
                let pages = try await Shell.run("find \(trial.scratch.path("report")) -name '*.md' -exec cat {} +")
                #expect(pages.contains("The cache was not cold"))

                let clean = try await PlimsollCommand.run(["clean", "--engine", trial.engine, "--state", trial.state])
                #expect(clean.code == 0, "\(clean.messages)")
            }
        }
    }
}
