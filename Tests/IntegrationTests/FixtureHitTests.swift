import Foundation
import Testing

extension IntegrationTests {
    /// The fixtures as they are: their Dockerfiles' layers promise what a change of the source and one of the dependencies keep.
    @Suite(.serialized) struct FixtureHitTests {
        /// Whether each step that can come from the cache did, in the order of the Dockerfile.
        ///
        /// scap: base, tox, git, WORKDIR, manifests, pip, sources. malu: base, ruby, WORKDIR, manifests, tool, install, sources.
        private static let promised = [
            "malu|dependency|1110000", "malu|source|1111110", "scap|dependency|1111000", "scap|source|1111110",
        ]

        @Test func changesKeepWhatTheLayersPromise() async throws {
            try await Scratch.with { scratch in
                let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").path
                try await Shell.run("ln -s \(root)/fixtures \(scratch.path("fixtures"))")
                try await Shell.run("mkdir \(scratch.path("scenarios"))")
                try scratch.write(
                    """
                    name: hits
                    fixtures: [scap, malu]
                    factors: {builder: [legacy, buildkit]}
                    workload: {command: none, ledger: never}
                    trace: {minimum_per_class: 2, classes: [source, dependency]}
                    profiles: {quick: {changes: 4}}
                    """, to: "scenarios/hits.yaml")
                let database = scratch.plain("results.sqlite")
                let ended = try await PlimsollCommand.run([
                    "run", scratch.plain("scenarios/hits.yaml"), "--db", database, "--state", scratch.plain("state"),
                ])
                #expect(ended.code == 0, "\(ended.messages)")
                for builder in ["legacy", "buildkit"] {
                    let patterns = try await Shell.sql(
                        """
                        select distinct fixture, change_class, (
                            select group_concat(cached, '') from (
                                select cached from step_view s where s.job = j.job and cacheable order by ordinal))
                        from job_view j where configuration = 'builder=\(builder)' and not warmup order by 1, 2, 3
                        """, of: database)
                    #expect(patterns == Self.promised, "\(builder)")
                }
                let reasons = try await Shell.sql(
                    """
                    select distinct change_class, miss_reason from step_view s join job_view j on j.job = s.job
                    where cacheable and not cached and not warmup order by 1, 2
                    """, of: database)
                #expect(
                    reasons == ["dependency|content changed", "dependency|parent missed", "source|content changed"])
            }
        }
    }
}
