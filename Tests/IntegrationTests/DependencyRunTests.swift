import Foundation
import Testing

extension IntegrationTests {
    /// Restored archives and cache mounts with a package manager of four lines, which sleeps when it finds nothing kept.
    @Suite(.serialized) struct DependencyRunTests {
        /// Lays out a fixture with variants, whose changes are generated, and a scenario beside it.
        private func layOut(_ trial: Trial) async throws {
            try await Shell.run("mkdir -p \(trial.scratch.path("fixtures/deck/bin"))")
            try await Shell.run("cp /bin/busybox \(trial.scratch.path("fixtures/deck/bin/busybox"))")
            let install = """
                [ -f /kept/manifest ] || busybox sleep 2; busybox cat /kept/manifest > /found; \
                busybox cat /manifest > /kept/manifest; true
                """
            func dockerfile(_ before: String, _ run: String) -> String {
                """
                FROM scratch
                ENV PATH=/bin
                COPY bin /bin
                COPY manifest /manifest
                \(before)
                RUN \(run)["busybox", "sh", "-c", "\(install)"]
                COPY src /src
                CMD ["busybox", "true"]

                """
            }
            let files = [
                "manifest": "a\n", "src/f": "1\n",
                "Dockerfile.archive": dockerfile("ADD dependencies.tar /kept/", ""),
                "Dockerfile.cache-mount": dockerfile("", "--mount=type=cache,id=deck,target=/kept "),
            ]
            for (name, text) in files { try trial.scratch.write(text, to: "fixtures/deck/\(name)") }
            try trial.scratch.write(
                """
                description: A test's own.
                directory: deck
                dockerfile: Dockerfile.archive
                variants: {archive: Dockerfile.archive, cache-mount: Dockerfile.cache-mount}
                dependencies: {manifest: [manifest], cache: /kept}
                trace:
                  population: {source: 1, dependency: 1}
                  changes:
                    source: [append: {files: [src/f], text: "{{index}}\\n"}]
                    dependency: [append: {files: [manifest], text: "{{index}}\\n"}]
                """, to: "fixtures/deck.yaml")
            try trial.scratch.write(
                """
                name: trial
                questions: [cacheable-dependencies]
                fixtures: [deck]
                factors: {builder: [buildkit, legacy], strategy: [cache-mount, archive]}
                exclude: [{builder: legacy, strategy: cache-mount}]
                workload: {timeout: 60s, ledger: never}
                profiles:
                  quick: {changes: 4, cold: 1}
                """, to: "scenarios/trial.yaml")
        }

        @Test func whatWasKeptIsFoundAndColdIsCold() async throws {
            try await Trial.with { trial in
                try await layOut(trial)
                let ended = try await PlimsollCommand.run([
                    "run", trial.scratch.plain("scenarios/trial.yaml"), "--db", trial.database, "--state", trial.state,
                    "--engine-disk", "2GiB",
                ])
                #expect(ended.code == 0, "\(ended.messages)")
                #expect(try await trial.sql("select count(*) from job_view where outcome = 'succeeded'") == ["21"])
                // By configuration: cold or not, class, jobs, hits, and those that found nothing kept.
                let rows = try await trial.sql(
                    """
                    select j.configuration, j.cold, j.change_class, count(*), sum(s.cached),
                        sum(s.duration_s >= 2)
                    from step_view s join job_view j using (job)
                    where s.instruction like 'RUN%' and not j.warmup group by 1, 2, 3 order by 1, 2 desc, 3
                    """)
                let expected = [
                    "builder=buildkit,strategy=archive", "builder=buildkit,strategy=cache-mount",
                    "builder=legacy,strategy=archive",
                ].flatMap { ["\($0)|1|none|1|0|1", "\($0)|0|dependency|2|0|0", "\($0)|0|source|2|2|0"] }
                #expect(rows == expected, "\(ended.messages)")
                // The first warm-up of each is cold as well, the second finds everything.
                let warmups = try await trial.sql(
                    """
                    select sum(s.cached), sum(s.duration_s >= 2) from step_view s join job_view j using (job)
                    where s.instruction like 'RUN%' and j.warmup
                    """)
                #expect(warmups == ["3|3"])
                try await checkArchives(of: trial)
            }
        }

        /// Archives are saved for each new manifest and each cold job, and both are inside the job's phases.
        private func checkArchives(of trial: Trial) async throws {
            let saved = try await trial.sql(
                """
                select count(*), min(p.value > 0), max(p.value <= j.artifacts_s) from point_view p
                join job_view j using (job) where p.series = 'archive_save_s'
                """)
            // Two builders: the first job, two changes of the manifest, one cold job.
            #expect(saved == ["8|1|1"])
            let restored = try await trial.sql(
                """
                select count(*), min(p.value <= j.context_s) from point_view p join job_view j using (job)
                where p.series = 'archive_restore_s'
                """)
            #expect(restored == ["14|1"])
            let verdict = try await PlimsollCommand.run([
                "report", "--db", trial.database, "--out", trial.scratch.plain("reports"),
            ])
            #expect(verdict.output.contains("-dependencies.md"), "\(verdict.messages)")
            let answers = try await trial.sql("select question, verdict from verdict_view")
            #expect(answers == ["cacheable-dependencies|undecided"])
        }
    }
}
