import Testing

extension IntegrationTests {
    /// `scenarios/cache.yaml` on an engine of its own: one change of each kind, and what each builder made of it.
    @Suite(.serialized) struct CacheTruthTests {
        @Test func changesInvalidateWhatTheyShould() async throws {
            try await Scratch.with { scratch in
                let database = scratch.plain("results.sqlite")
                let ended = try await PlimsollCommand.run([
                    "run", "scenarios/cache.yaml", "--db", database, "--state", ".plimsoll",
                ])
                #expect(ended.code == 0, "\(ended.messages)")

                let copied = "COPY src src/"
                let all = "WORKDIR /srv/layers"
                var expected: [String: (legacy: String, buildkit: String)] = [:]
                for change in [
                    "nothing", "a file's modification time", "a comment in the Dockerfile", "nothing again",
                    "an argument that is not declared",
                ] { expected[change] = ("", "") }
                for change in [
                    "one byte of a file", "a file's mode", "a file's name", "a link's target",
                ] { expected[change] = ("\(copied)|content changed", "\(copied)|content changed") }
                expected["one byte of the manifest"] = (
                    "COPY manifest.txt ./|content changed", "COPY manifest.txt ./|content changed"
                )
                // What is copied belongs to root whoever it belonged to; BuildKit knows that, the legacy builder does not.
                expected["the files' owner"] = ("COPY manifest.txt ./|content changed", "")
                expected["the order of two instructions"] = (
                    "RUN echo two > second.txt|instruction changed", "RUN echo two > second.txt|instruction changed"
                )
                expected["a label in the Dockerfile"] = ("RUN echo three > labelled.txt|instruction changed", "")
                expected["an argument that is declared and not used"] = (
                    "RUN echo four > last.txt|argument changed", "RUN echo four > last.txt|argument changed"
                )
                expected["an argument that is used"] = (
                    #"RUN echo "$USED" > used.txt|argument changed"#, #"RUN echo "$USED" > used.txt|argument changed"#
                )
                expected["the base image, by a label"] = ("\(all)|base changed", "")
                expected["the base image, by a layer"] = ("\(all)|base changed", "\(all)|base changed")
                expected["nothing, but the cache was emptied"] = ("\(all)|evicted", "\(all)|evicted")

                for (change, effect) in expected.sorted(by: { $0.key < $1.key }) {
                    for (builder, wanted) in [("legacy", effect.legacy), ("buildkit", effect.buildkit)] {
                        let found = try await firstMiss(change, builder, in: database)
                        #expect(found == wanted, "\(builder): \(change)")
                    }
                }
                // Every change is in the table above.
                let changes = try await Shell.sql(
                    "select count(distinct revision) from job_view where revision like '% %' and not warmup",
                    of: database)
                #expect(changes == ["\(expected.count)"])
            }
        }

        /// The first step that missed, and why; empty: none did.
        private func firstMiss(_ change: String, _ builder: String, in database: String) async throws -> String {
            try await Shell.sql(
                """
                select s.instruction || '|' || coalesce(s.miss_reason, '?') from step_view s join job_view j using (job)
                where s.cacheable and not s.cached and j.configuration = 'builder=\(builder)' and not j.warmup
                    and j.revision like '% \(change.replacing("'", with: "''"))'
                order by s.ordinal limit 1
                """, of: database
            ).first ?? ""
        }
    }
}
