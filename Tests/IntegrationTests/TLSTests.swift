import Foundation
import Testing

extension IntegrationTests {
    /// An engine behind `tcp://` with real certificates, as `plimsoll run` reaches it.
    @Suite(.serialized) struct TLSTests {
        @Test func jobsRunThroughTLSAndStrangersAreTurnedAway() async throws {
            try await Trial.with { trial in
                // More than a TLS record, so that uploads and artifacts are cut into many.
                let text = (0..<60_000).map { "line \($0)\n" }.joined()
                try await trial.commit([
                    "Dockerfile.ci": "FROM tiny:1\nCOPY . /src\nCMD [\"true\"]\n", "long.txt": text,
                ])
                try await trial.commit(["source.txt": "one"])
                try trial.writeScenario(changes: 1, artifacts: "/src/long.txt")
                try await TLSFront.with(trial.scratch) { front in
                    let fine = try await run(trial, through: front, certificates: front.client)
                    #expect(fine.code == 0, "\(fine.messages)")
                    #expect(
                        try await trial.sql("select count(*) from job_view where outcome = 'succeeded'") == ["6"],
                        "2 builders × (2 warm-ups + 1 change)")
                    let cut = try await trial.sql(
                        "select count(*) from job_view where artifact_bytes < \(text.utf8.count)")
                    #expect(cut == ["0"])

                    for stranger in [front.distrusting, front.distrusted] {
                        let refused = try await run(trial, through: front, certificates: stranger)
                        #expect(refused.code == 1)
                        // An engine's refusal of the client's certificate can be lost in the connection's reset.
                        let mayReset = stranger == front.distrusted
                        #expect(
                            refused.messages.contains("TLS failed")
                                || mayReset && refused.messages.contains("the connection broke"),
                            "\(refused.messages)")
                        #expect(refused.messages.contains("DOCKER_CERT_PATH"), "\(refused.messages)")
                    }
                }
            }
        }

        private func run(
            _ trial: Trial, through front: TLSFront, certificates: String
        ) async throws -> PlimsollCommand.Ended {
            try await PlimsollCommand.run(
                ["run", trial.scenario, "--engine", front.address, "--db", trial.database, "--state", trial.state],
                prefix: ["env", "DOCKER_TLS_VERIFY=1", "DOCKER_CERT_PATH=\(certificates)"])
        }
    }
}
