import Engine
import Foundation
import Provision
import Testing

@testable import Lab

extension IntegrationTests {
    /// What a registry that is lost, full, or refuses does to jobs that pull from it; and the scenario's report.
    @Suite(.serialized, .timeLimit(.minutes(15))) struct RegistryRunTests {
        /// A repository whose image is new in each job, as its build argument is, and some changes.
        private func trial<Value: Sendable>(changes: Int, _ body: (Trial) async throws -> Value) async throws -> Value {
            try await Trial.ofBusybox(changes: changes, declaring: "PLIMSOLL_JOB", body)
        }

        private func run(_ trial: Trial, path: String? = nil) async throws -> PlimsollCommand.Ended {
            let prefix = path.map { ["env", "PATH=\($0):/usr/sbin:/usr/bin:/sbin:/bin"] } ?? []
            return try await PlimsollCommand.run(
                ["run", trial.scenario, "--db", trial.database, "--state", trial.state, "--engine-disk", "3GiB"],
                prefix: prefix)
        }

        @Test func aLostAndAFullRegistryFailTheirJobsAndServeAgain() async throws {
            try await trial(changes: 1) { trial in
                try trial.writeScenario(
                    changes: 1,
                    builders: "buildkit], delivery: [promote], fault: [none, registry-lost, registry-full",
                    workload: "timeout: 90s", extra: "questions: [registry]")
                let ended = try await run(trial)
                #expect(ended.code == 0, "\(ended.messages)")
                #expect(trial.parts.isEmpty)
                let rows = try await trial.sql(
                    """
                    SELECT replace(configuration, 'builder=buildkit,fault=', ''), outcome, failure,
                        (SELECT group_concat(series || '=' || value, ' ') FROM point_view
                            WHERE point_view.job = job_view.job
                                AND (series LIKE 'fault%' OR series LIKE 'registry_%'))
                    FROM job_view ORDER BY position
                    """)
                print("registry faults: \(rows.joined(separator: "\n"))")
                #expect(rows.count == 9)
                func like(_ fault: String) -> [String] { rows.filter { $0.hasPrefix(fault) } }
                #expect(like("none").count == 3 && like("none").allSatisfy { $0.contains("|succeeded|") })
                let full = like("registry-full")
                #expect(
                    full.count == 3 && full.allSatisfy { $0.contains("no space left") && $0.contains("fault_struck=1") }
                )
                #expect(like("registry-lost").count == 3)
                let struck = like("registry-lost").filter { $0.contains("fault_struck=1") }
                #expect(struck.allSatisfy { !$0.contains("|succeeded|") && $0.contains("registry_fault_held_s=") })
                // As soon as the registry is whole again, what it refused is delivered.
                for row in full + struck { #expect(row.contains("registry_recovered=1"), "\(row)") }
                let lasting = try await trial.sql(
                    "SELECT DISTINCT series FROM point_view WHERE job IS NULL AND series LIKE 'registry%' ORDER BY 1")
                for series in ["registry_together_bytes", "registry_kept_images", "registry_pulled_images"] {
                    #expect(lasting.contains(series), "\(lasting)")
                }
                try await checkReport(of: trial)
            }
        }

        private func checkReport(of trial: Trial) async throws {
            let out = trial.scratch.plain("reports")
            let ended = try await PlimsollCommand.run(["report", "--db", trial.database, "--out", out])
            #expect(ended.code == 0, "\(ended.messages)")
            let path = try #require(ended.output.split(separator: "\n").first { $0.hasSuffix("-registry.md") })
            let text = try String(contentsOfFile: String(path), encoding: .utf8)
            #expect(text.contains("**Answer: evidence only") && text.contains("disk full until the job is over"))
            let sql = try #require(text.firstMatch(of: /(?s)```sql\n(.*?)```/)?.1)
            #expect(try await trial.sql(String(sql)).count == 9)
        }

        @Test func eachRefusalIsToldByTheJobAndNothingHangs() async throws {
            try await trial(changes: 1) { trial in
                // A push that is answered 500 is tried again for 50 s.
                let isSoak = ProcessInfo.processInfo.environment["PLIMSOLL_SOAK"] != nil
                let names =
                    ["push401", "push429", "pull401", "pull429", "pull500", "cut"] + (isSoak ? ["push500"] : [])
                // With the factor fault each job's image is its own: an engine does not ask for what it has.
                let fixtures = names.map {
                    "  - git: {name: \($0), repository: repository, revisions: HEAD, dockerfile: Dockerfile.ci}"
                }
                try trial.scratch.write(
                    """
                    name: trial
                    description: A test's own.
                    fixtures:
                    \(fixtures.joined(separator: "\n"))
                    factors: {builder: [buildkit], delivery: [promote], fault: [none]}
                    workload: {timeout: 60s}
                    profiles:
                      quick: {changes: 1, pairs: 0}
                    """, to: "scenario.yaml")
                try await RefusingRegistry.write(to: trial.scratch, directory: "programs")
                let ended = try await run(trial, path: trial.scratch.plain("programs"))
                #expect(ended.code == 3, "\(ended.messages)")
                #expect(trial.parts.isEmpty)
                let rows = try await trial.sql(
                    """
                    SELECT fixture, outcome, failure, round(wall_s, 1),
                        (SELECT round(value, 1) FROM point_view WHERE point_view.job = job_view.job AND series = 'cache_push_s')
                    FROM job_view ORDER BY fixture, position
                    """)
                print("refusals: \(rows.joined(separator: "\n"))")
                #expect(rows.count == 3 * names.count)
                let words = ["401": "unauthorized", "429": "toomanyrequests", "500": "500 internal server error"]
                for name in names where name != "cut" {
                    let word = try #require(words[String(name.suffix(3))])
                    for row in rows where row.hasPrefix(name) {
                        #expect(!row.contains("|succeeded|") && row.lowercased().contains(word), "\(row)")
                    }
                }
                // The engine tries a cut upload again, after some seconds.
                let cut = rows.filter { $0.hasPrefix("cut") }
                #expect(cut.allSatisfy { $0.contains("|succeeded|") }, "\(cut)")
                let pushes = cut.compactMap { $0.split(separator: "|").last.flatMap { Double($0) } }
                #expect((pushes.first ?? 0) >= 4, "\(cut)")
            }
        }

        /// Blobs of a kept image go astray: the proof must see it.
        @Test func anImageThatTheCollectionLostIsSeen() async throws {
            try await Fleet.with { fleet in
                for directory in ["whole", "broken"] {
                    let name = fleet.name("\(directory):1")
                    try await Shell.run(
                        """
                        mkdir -p \(fleet.scratch.path(directory)) && \
                        head -c 500000 /dev/urandom >\(fleet.scratch.path("\(directory)/noise")) && \
                        tar -C \(fleet.scratch.path(directory)) -cf \(fleet.scratch.path("noise.tar")) .
                        """)
                    let image = ImageName(name)
                    try await fleet.first.client.importImage(
                        from: fleet.scratch.plain("noise.tar"), repository: image.repository, tag: image.tag)
                    try await fleet.first.client.pushImage(name)
                }
                func proof() async throws -> [String: Double] {
                    let proof = CollectionProof(registry: fleet.registry, client: fleet.second.client) { _ in }
                    return try #require(try await proof.points()).reduce(into: [:]) { $0[$1.name] = $1.value }
                }
                #expect(try await proof() == ["registry_kept_images": 3, "registry_pulled_images": 3])
                let layers = "\(fleet.registry.storage)/docker/registry/v2/repositories/broken/_layers/sha256"
                let blobs = "\(fleet.registry.storage)/docker/registry/v2/blobs/sha256"
                for digest in try FileManager.default.contentsOfDirectory(atPath: layers) {
                    let blob = "\(blobs)/\(digest.prefix(2))/\(digest)/data"
                    let size = try FileManager.default.attributesOfItem(atPath: blob)[.size] as? Int ?? 0
                    if size > 400_000 { try FileManager.default.removeItem(atPath: blob) }
                }
                #expect(try await proof() == ["registry_kept_images": 3, "registry_pulled_images": 2])
            }
        }

        /// What an engine keeps of a pull whose registry dies, and of the push to a full one.
        @Test func aBrokenTransferLeavesNothingOnTheEngines() async throws {
            try await Fleet.with { fleet in
                let name = ImageName(fleet.name("large:1"))
                try await Shell.run(
                    """
                    mkdir \(fleet.scratch.path("large")) && \
                    head -c 80000000 /dev/urandom >\(fleet.scratch.path("large/noise")) && \
                    tar -C \(fleet.scratch.path("large")) -cf \(fleet.scratch.path("large.tar")) .
                    """)
                try await fleet.first.client.importImage(
                    from: fleet.scratch.plain("large.tar"), repository: name.repository, tag: name.tag)
                try await fleet.first.client.pushImage(name.description)
                func held() async throws -> (images: Set<String>, files: [String]) {
                    let folder = "\(fleet.second.engine.dataRoot)/tmp"
                    return (
                        Set(try await fleet.second.client.images(all: true).map(\.id)),
                        try FileManager.default.contentsOfDirectory(atPath: folder)
                    )
                }
                let before = try await held()
                let start = try #require(fleet.registry.traffic(with: fleet.second.engine.name)).total
                let pull = Task { _ = try await fleet.second.client.pullImage(name.description) }
                try await fleet.registry.kill {
                    while (fleet.registry.traffic(with: fleet.second.engine.name)?.total ?? 0) - start < 1_000_000 {
                        try await Task.sleep(for: .milliseconds(1))
                    }
                }
                let error = await #expect(throws: EngineError.self) { try await pull.value }
                print("a registry killed in a pull: \(error.map { "\($0)" } ?? "")")
                let after = try await held()
                #expect(after.images == before.images)
                #expect(after.files.isEmpty, "\(after.files)")
                try await fleet.registry.again()
                #expect(try await fleet.second.client.pullImage(name.description).layers.isEmpty == false)
            }
        }
    }
}
