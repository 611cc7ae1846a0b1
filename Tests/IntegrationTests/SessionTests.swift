import Engine
import Foundation
import Testing

extension IntegrationTests {
    /// What BuildKit asks its client for, on a real engine.
    @Suite(.serialized) struct SessionTests {
        /// The measured job's outcome, and why, after two warm-ups. The Dockerfile is the same in all; only `n` changes.
        private func outcomes(
            of dockerfile: String, through engine: String? = nil, prefix: [String] = [], in trial: Trial
        ) async throws -> [String] {
            for number in 1...3 { try await trial.commit(["Dockerfile.ci": dockerfile, "n": "\(number)"]) }
            try trial.writeScenario(changes: 1, builders: "buildkit")
            let ended = try await PlimsollCommand.run(
                [
                    "run", trial.scenario, "--engine", engine ?? trial.engine, "--db", trial.database, "--state",
                    trial.state,
                ],
                prefix: prefix)
            #expect(!ended.messages.contains("Fatal error"), "\(ended.messages)")
            return try await trial.sql(
                "select distinct outcome || ' ' || coalesce(failure, '') from job_view where not warmup")
        }

        private func salt() -> String { "RUN echo \(UUID().uuidString)\n" }

        @Test(arguments: ["secret,id=token", "ssh", "secret,id=token,required=false,uid=1"])
        func whatIsNotRequiredAndNotGivenBuildsAndHits(_ mount: String) async throws {
            try await Trial.with { trial in
                let outcomes = try await outcomes(
                    of: "FROM tiny:1\n" + salt()
                        + "RUN --mount=type=\(mount) test ! -e /run/secrets/token && test ! -S /run/buildkit/ssh_agent.0\n"
                        + "COPY n /n\nCMD [\"true\"]\n", in: trial)
                #expect(outcomes == ["succeeded "])
                let cached = try await trial.sql(
                    "select cached from step_view where instruction like 'RUN --mount%' order by job")
                #expect(cached == ["0", "1", "1"])
            }
        }

        @Test func whatIsRequiredIsRefusedAtItsLine() async throws {
            try await Trial.with { trial in
                let outcomes = try await outcomes(
                    of: "FROM tiny:1\n" + salt() + "RUN true \\\n  && true\n"
                        + "RUN --mount=type=secret,id=token,required=true true\nCMD [\"true\"]\n", in: trial)
                #expect(outcomes.count == 1)
                #expect(
                    outcomes[0].hasPrefix("refused Dockerfile.ci:5:5: the secret “token” is required"), "\(outcomes)")
                #expect(try await trial.sql("select count(*) from step_view") == ["0"])
            }
        }

        /// Nobody listens there: the engine has asked, and says what came of it.
        @Test(arguments: ["# syntax=localhost:1/nothing:1\nFROM tiny:1\n", "FROM localhost:1/nothing:1\n"])
        func aRegistryThatIsNotThereIsNamed(_ start: String) async throws {
            try await Trial.with { trial in
                let outcomes = try await outcomes(of: start + "RUN true\nCMD [\"true\"]\n", in: trial)
                #expect(outcomes.count == 1)
                #expect(outcomes[0].hasPrefix("build_failed ") && outcomes[0].contains("localhost:1/v2/nothing"))
                #expect(outcomes[0].contains("onto the engine before the run"), "\(outcomes)")
                #expect(!outcomes[0].contains("no active sessions"))
            }
        }

        /// A registry that answers nobody without a token, as Docker Hub: it gives one to anybody, which opens only what is public.
        @Test(
            arguments: [
                ("FROM %/open:1\nRUN true\nENTRYPOINT [\"/bin/true\"]\n", "succeeded ", "succeeded"),
                ("# syntax=%/open:1\nFROM tiny:1\n", "build_failed ", "gateway.v0: exit code: 1"),
                (
                    "FROM %/closed:1\n", "build_failed ",
                    "401 Unauthorized (Plimsoll has no login for a registry."
                ),
                (
                    "# syntax=%/closed:1\nFROM tiny:1\n", "build_failed ",
                    "has no login for a registry. Pull the frontend that “# syntax=” names"
                ),
            ]) func aRegistryThatWantsATokenIsAskedForOne(
                _ dockerfile: String, _ outcome: String, _ words: String
            ) async throws
        {
            try await TokenRegistry.with { registry in
                try await Trial.with { trial in
                    let dockerfile = dockerfile.replacing("%", with: registry.address)
                    let outcomes = try await outcomes(of: dockerfile, in: trial)
                    #expect(outcomes.count == 1)
                    #expect(outcomes[0].hasPrefix(outcome) && outcomes[0].contains(words), "\(outcomes)")
                }
            }
        }

        /// Both kinds of session: beside an archive, and for the files of a context whose Dockerfile is excluded.
        @Test(arguments: ["none", "Dockerfile.ci"]) func aSessionGoesThroughTLS(_ excluded: String) async throws {
            try await Trial.with { trial in
                try await trial.commit([".dockerignore": excluded])
                try await TLSFront.with(trial.scratch) { front in
                    let outcomes = try await outcomes(
                        of: "FROM tiny:1\n" + salt() + "RUN --mount=type=secret,id=token true\nCOPY . /src\n"
                            + "CMD [\"test\", \"-e\", \"/src/n\"]\n", through: front.address,
                        prefix: ["env", "DOCKER_TLS_VERIFY=1", "DOCKER_CERT_PATH=\(front.client)"], in: trial)
                    #expect(outcomes == ["succeeded "])
                }
            }
        }
    }
}
