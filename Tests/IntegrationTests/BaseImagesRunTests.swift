import Testing

extension IntegrationTests {
    /// Repositories upon a provided image and upon Debian alone, with files of known size in every layer, on an engine of their own.
    @Suite(.serialized, .timeLimit(.minutes(10))) struct BaseImagesRunTests {
        private static let mebibyte = 1 << 20
        /// The language that is in the provided image, or in each repository's own, in MiB.
        private static let language = 16
        /// What each repository has beside, in MiB.
        private static let own = ["a": 4, "b": 6]

        private func plant(in scratch: Scratch) throws {
            func random(_ file: String, _ mebibytes: Int) -> String {
                "RUN dd if=/dev/urandom of=/\(file) bs=1M count=\(mebibytes) status=none\n"
            }
            let base = "FROM plimsoll/base:bookworm\n"
            try scratch.write(
                "# The language.\n" + base + random("language", Self.language), to: "fixtures/images/lang.Dockerfile")
            for (name, mebibytes) in Self.own {
                let last = random("own-\(name)", mebibytes) + "COPY f /f\nCMD [\"true\"]\n"
                try scratch.write(
                    base + random("language-\(name)", Self.language) + last, to: "fixtures/\(name)/Dockerfile.ci")
                try scratch.write(
                    "FROM plimsoll/lang:bookworm\n" + last, to: "fixtures/\(name)/Dockerfile.provided")
                try scratch.write("Dockerfile.provided\n", to: "fixtures/\(name)/.dockerignore")
                try scratch.write("\(name)\n", to: "fixtures/\(name)/f")
                try scratch.write(
                    """
                    description: A test's own.
                    directory: \(name)
                    dockerfile: Dockerfile.ci
                    variants:
                      deferred: Dockerfile.ci
                      provided: {dockerfile: Dockerfile.provided, images: [plimsoll/lang:bookworm]}
                    images: [plimsoll/base:bookworm]
                    trace:
                      population: {source: 1}
                      changes: {source: [append: {files: [f], text: "{{index}}"}]}
                    """, to: "fixtures/\(name).yaml")
            }
            try scratch.write(
                """
                name: bases
                questions: [base-images]
                fixtures: [a, b]
                factors: {builder: [legacy, buildkit], base: [provided, deferred]}
                profiles: {quick: {changes: 1, base_updates: 1}}
                """, to: "scenarios/bases.yaml")
        }

        @Test func bytesAndBaseMissesAreWhatWasPlanted() async throws {
            try await Scratch.with { scratch in
                try plant(in: scratch)
                let database = scratch.plain("results.sqlite")
                let ended = try await PlimsollCommand.run([
                    "run", scratch.plain("scenarios/bases.yaml"), "--db", database, "--state", ".plimsoll",
                ])
                #expect(ended.code == 0, "\(ended.messages)")
                try await checkBytes(in: database)
                try await checkMisses(in: database)
                try await checkSuite(in: database)
                let report = try await PlimsollCommand.run([
                    "report", "--db", database, "--out", scratch.plain("reports"),
                ])
                #expect(report.code == 0 && report.output.contains("-base-images/bytes.svg"), "\(report.messages)")
            }
        }

        /// Shared and unshared layers, beyond the os image, to 1 % of what was planted.
        private func checkBytes(in database: String) async throws {
            let os = try #require(
                try await number("select value from point_view where series = 'provided_bytes.os'", database))
            let (a, b) = (Self.own["a", default: 0], Self.own["b", default: 0])
            for builder in ["legacy", "buildkit"] {
                for (base, shared, alone) in [("provided", Self.language, 0), ("deferred", 0, Self.language)] {
                    let planted = [
                        ("image_bytes", "a", shared + alone + a), ("image_bytes", "b", shared + alone + b),
                        ("image_shared_bytes", "a", shared), ("image_shared_bytes", "b", shared),
                        ("images_together_bytes", "a", shared + 2 * alone + a + b),
                    ]
                    for (series, fixture, mebibytes) in planted {
                        let found = try await number(
                            """
                            select value from point_view join job_view using (job) where series = '\(series)'
                                and fixture = '\(fixture)' and configuration = 'builder=\(builder),base=\(base)'
                            """, database)
                        let wanted = Double(mebibytes * Self.mebibyte)
                        let difference = abs((found ?? 0) - os - wanted)
                        #expect(
                            difference <= max(wanted / 100, 4096),
                            "\(series) \(fixture) \(builder) \(base): \(found ?? 0)")
                    }
                }
            }
        }

        /// Each update is seen once by every stream that it concerns, as the base's fault, and by nobody at any other time.
        private func checkMisses(in database: String) async throws {
            func misses(_ revision: String, _ base: String) async throws -> [String] {
                try await Shell.sql(
                    """
                    select count(distinct job), count(*), sum(not cached), sum(miss_reason = 'base changed')
                    from step_view join job_view using (job)
                    where cacheable and revision like '% \(revision)' and configuration like '%base=\(base)'
                    """, of: database)
            }
            #expect(try await misses("os image updated", "deferred") == ["4|12|12|4"])
            #expect(try await misses("os image updated", "provided") == ["4|8|8|4"])
            #expect(try await misses("provided images rebuilt", "provided") == ["4|8|8|4"])
            #expect(try await misses("provided images rebuilt", "deferred") == ["4|12|0|"])
            let others = try await Shell.sql(
                """
                select count(*) from step_view join job_view using (job)
                where miss_reason = 'base changed' and change_class <> 'base'
                """, of: database)
            #expect(others == ["0"])
        }

        /// The provided image was built once for the run and once for each update, and its Dockerfile was counted.
        private func checkSuite(in database: String) async throws {
            let builds = try await Shell.sql(
                "select count(*), count(job), min(value) > 0 from point_view where series = 'provided_build_s.lang'",
                of: database)
            #expect(builds == ["3|2|1"])
            let own = try await number(
                "select value from point_view where series = 'provided_own_bytes.lang' and job is null", database)
            #expect(own == Double(Self.language * Self.mebibyte))
            #expect(
                try await number(
                    "select value from point_view where series = 'provided_dockerfile_lines.lang'", database)
                    == 2)
            let lines = try await Shell.sql(
                """
                select distinct configuration like '%provided', value from point_view join job_view using (job)
                where series = 'dockerfile_lines' order by 1
                """, of: database)
            #expect(lines == ["0|5.0", "1|4.0"])
        }

        private func number(_ query: String, _ database: String) async throws -> Double? {
            try await Shell.sql(query, of: database).first.flatMap(Double.init)
        }
    }
}
