import Foundation
import Testing

extension IntegrationTests {
    /// Any git repository can be replayed, and is not touched by it.
    @Suite(.serialized) struct HistoryTests {
        @Test func tenRevisionsAreReplayedAndTheRepositoryStaysAsItWas() async throws {
            try await Trial.with { trial in
                try await trial.commit([
                    "Dockerfile.ci":
                        "FROM tiny:1\nCOPY requirements.txt /r\nRUN cat /r\nCOPY . /src\nCMD [\"cat\", \"/src/naïve façade.txt\"]\n",
                    "requirements.txt": "a==1\n", "naïve façade.txt": "0",
                ])
                for number in 1...11 {
                    try await trial.commit(
                        number == 6 ? ["requirements.txt": "a==2\n"] : ["naïve façade.txt": "\(number)"])
                }
                try trial.scratch.write("not committed", to: "repository/naïve façade.txt")
                let before = try await fingerprint(trial)
                try trial.writeScenario(changes: 11, builders: "legacy, buildkit")
                let ended = try await trial.run()
                #expect(ended.code == 0, "\(ended.messages)")
                #expect(try await fingerprint(trial) == before)
                let rows = try await trial.sql(
                    """
                    select change_class, count(*), count(distinct revision) from job_view
                    where warmup = 0 and outcome = 'succeeded' group by 1 order by 1
                    """)
                #expect(rows == ["dependency|2|1", "source|20|10"])
            }
        }

        /// Every file of the repository, its git data included, with its content and time.
        private func fingerprint(_ trial: Trial) async throws -> String {
            try await Shell.run(
                """
                cd \(trial.scratch.path("repository")) && \
                find . -type f -printf '%p %T@ %s %m\\n' | sort && find . -type f -print0 | sort -z | xargs -0 sha256sum
                """)
        }
    }
}
