import Testing

extension IntegrationTests {
    /// Known hits and misses must be read step by step, alike on both builders.
    @Suite(.serialized) struct StepTruthTests {
        private static let dockerfile = """
            FROM tiny:1
            RUN echo system > /system
            COPY manifest /src/manifest
            RUN cp /src/manifest /installed
            COPY . /src
            RUN cat /src/source > /built
            CMD ["true"]
            """

        @Test func bothBuildersReadTheSameHitsAndMisses() async throws {
            try await Trial.with { trial in
                try await trial.commit([
                    "Dockerfile.ci": Self.dockerfile, ".dockerignore": ".git\nDockerfile.ci\n", "manifest": "a",
                    "source": "1",
                ])
                try await trial.commit(["source": "2"])
                try await trial.commit(["manifest": "b"])
                try trial.writeScenario(changes: 2)
                let ended = try await trial.run()
                #expect(ended.code == 0, "\(ended.messages)")

                for builder in ["legacy", "buildkit"] {
                    // The cold build, a rebuild of the same, a source change, a manifest change.
                    #expect(try await hits(trial, builder, 0) == "miss miss miss miss miss", "\(builder)")
                    #expect(try await hits(trial, builder, 1) == "hit hit hit hit hit", "\(builder)")
                    #expect(try await hits(trial, builder, 2) == "hit hit hit miss miss", "\(builder)")
                    #expect(try await hits(trial, builder, 3) == "hit miss miss miss miss", "\(builder)")
                }
                let instructions = try await trial.sql(
                    """
                    select distinct configuration, instruction from step_view s join job_view j using (job)
                    where s.cacheable order by 1, s.ordinal
                    """)
                let legacy = instructions.filter { $0.contains("legacy") }.map { $0.split(separator: "|")[1] }
                let buildkit = instructions.filter { $0.contains("buildkit") }.map { $0.split(separator: "|")[1] }
                #expect(legacy == buildkit)
                #expect(legacy.count == 5)
            }
        }

        /// The cacheable steps of a builder's nth job, in order.
        private func hits(_ trial: Trial, _ builder: String, _ number: Int) async throws -> String {
            let rows = try await trial.sql(
                """
                select s.cached from step_view s where s.cacheable and s.job = (
                    select job from job_view where configuration = 'builder=\(builder)' order by position
                    limit 1 offset \(number))
                order by s.ordinal
                """)
            return rows.map { $0 == "1" ? "hit" : "miss" }.joined(separator: " ")
        }
    }
}
