import Foundation
import Testing

extension IntegrationTests {
    /// The context is what each builder's own client sends: the same cases hit and miss as with docker.
    @Suite(.serialized) struct ContextTruthTests {
        private static let steps = """
            FROM tiny:1
            WORKDIR /src
            COPY . .
            RUN ls -A > /list && umask >> /list && find . -exec stat -c '%n %a' {} + | sort >> /list

            """

        /// What the newest jobs' steps were, as `builder instruction hit`.
        private func steps(of trial: Trial) async throws -> Set<String> {
            Set(
                try await trial.sql(
                    """
                    select distinct configuration || ' ' || substr(instruction, 1, 4) || ' ' || cached
                    from step_view join job_view using (run, job) where cacheable and not warmup
                    """))
        }

        private static let allHit = Set(
            ["legacy", "buildkit"].flatMap { builder in
                ["WORK", "COPY", "RUN "].map { "builder=\(builder) \($0) 1" }
            })

        @Test func anExcludedDockerfileMissesNothingWithEitherBuilder() async throws {
            try await Trial.with { trial in
                try await trial.commit([
                    ".dockerignore": "Dockerfile*\n.dockerignore\n", "a": "a",
                    "Dockerfile.ci": Self.steps + "CMD echo 0",
                ])
                for number in 1...4 { try await trial.commit(["Dockerfile.ci": Self.steps + "CMD echo \(number)"]) }
                try trial.writeScenario(changes: 4)
                let ended = try await trial.run()
                #expect(ended.code == 0, "\(ended.messages)")
                #expect(try await steps(of: trial) == Self.allHit)
                #expect(try await trial.sql("select count(*) from job_view where context_bytes < 100") == ["0"])
            }
        }

        /// With either builder the image holds what the tree holds, and no Dockerfile from outside.
        @Test func aDockerfileFromOutsideIsNotInTheImage() async throws {
            try await Trial.with { trial in
                for number in 0...1 { try await trial.commit(["a": "\(number)"]) }
                try trial.scratch.write(
                    "FROM tiny:1\nCOPY . /src\nCMD [\"sh\", \"-c\", \"test \\\"$(ls -A /src)\\\" = a\"]\n",
                    to: "Dockerfile.outside")
                try trial.writeScenario(changes: 1)
                let scenario = try String(contentsOfFile: trial.scenario, encoding: .utf8)
                try trial.scratch.write(
                    scenario.replacing(
                        "dockerfile: Dockerfile.ci",
                        with: "dockerfile: Dockerfile.ci, external_dockerfile: Dockerfile.outside"),
                    to: "scenario.yaml")
                let ended = try await trial.run()
                #expect(ended.code == 0, "\(ended.messages)")
            }
        }

        @Test func aDockerfileInLatin1Builds() async throws {
            try await Trial.with { trial in
                let latin = "\\043 Gr\\366\\337e"
                for number in 0...2 {
                    try await trial.commit(["n": "\(number)"])
                    try await Shell.run(
                        """
                        cd \(trial.scratch.path("repository")) && printf '\(latin)\\n' > Dockerfile.ci && \
                        printf 'FROM tiny:1\\nCOPY n /\\nCMD ["true"]\\n' >> Dockerfile.ci && git add --all && \
                        git -c user.name=t -c user.email=t@e commit --quiet --amend --no-edit
                        """)
                }
                try trial.writeScenario(changes: 2)
                let ended = try await trial.run()
                #expect(ended.code == 0, "\(ended.messages)")
                #expect(try await trial.sql("select distinct outcome from job_view") == ["succeeded"])
            }
        }

        /// Every job of a run under another umask hits what the first run built; the modes are git's.
        @Test func anotherUmaskHits() async throws {
            try await Trial.with { trial in
                for number in 0...1 {
                    try await trial.commit([
                        "sub/file": "s",
                        "Dockerfile.ci": Self.steps + "CMD grep -q '^./sub 755$' /list && echo \(number)",
                    ])
                }
                try trial.writeScenario(changes: 1)
                let before = umask(0o022)
                defer { umask(before) }
                #expect(try await trial.run().code == 0)
                umask(0o077)
                let ended = try await trial.run(["--db", trial.scratch.plain("strict.sqlite")])
                #expect(ended.code == 0, "\(ended.messages)")
            }
        }
    }
}
