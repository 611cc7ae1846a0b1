import Engine
import Fixtures
import Foundation
import Housekeeping
import Provision
import SystemPackage
import Testing

extension IntegrationTests {
    /// What is planted on an engine of its own must be found, by its kind and name, and nothing else may be.
    @Suite(.serialized, .timeLimit(.minutes(20))) struct AuditTruthTests {
        /// An engine on which each builder and a container have run once, a workspace, and an auditor of both.
        private func withEngine(
            _ body: @escaping @Sendable (Planting, Auditor) async throws -> Void
        ) async throws {
            try await Scratch.with { scratch in
                let options = EmbeddedEngineOptions(stateDirectory: scratch.plain("state"), diskBytes: 2 << 30)
                try await EmbeddedEngine.withEngine(options) { engine in
                    try await EngineClient.withClient(.unix(path: engine.socketPath)) { client in
                        try await TestEngine.provideTinyImage(on: client)
                        try await withWorkspace(scratch) { tree in
                            let workspace = tree.root.string
                            let files: Auditor.FileSearch = {
                                try await tree.strangers().map {
                                    AuditedObject(.file, $0, path: "\(workspace)/\($0)")
                                }
                            }
                            let host = EngineHost(
                                process: engine.outermostProcessIdentifier, dataRoot: engine.innerDataRoot,
                                cgroup: engine.controlGroup, directories: [engine.directory])
                            let auditor = Auditor(embedded: host, on: client, files: files)
                            try await body(Planting(engine: engine, client: client, workspace: workspace), auditor)
                        }
                    }
                }
            }
        }

        private func withWorkspace(_ scratch: Scratch, _ body: (WorkingTree) async throws -> Void) async throws {
            let fixture = try Fixture.bundled(name: "noop", description: "fixtures/noop.yaml")
            let trace = try fixture.trace(length: 0, seed: 1, minimumPerClass: 0)
            try await fixture.withWorkingTree(in: FilePath(scratch.plain("work")), trace: trace, seed: 1) { tree in
                try await tree.advance(to: trace.changes[0])
                try await body(tree)
            }
        }

        @Test func everyKindThatIsPlantedIsFoundAndNothingElse() async throws {
            try await withEngine { planting, auditor in
                let before = try await auditor.take()
                for kind in AuditKind.allCases {
                    #expect(before.visibility(of: kind) == .seen, "\(kind) \(before.visibility(of: kind))")
                }
                let untouched = try await auditor.settle(since: before).left
                #expect(untouched == [], "nothing was done yet")

                let expected = try await planting.plantAll()
                let settled = try await auditor.settle(since: before)
                // A process's number is drawn by the kernel.
                let found = Set(
                    settled.left.map(Planting.text).map { $0.replacing(#/^process \d+ /#, with: "process ") })
                #expect(found.subtracting(expected) == [], "invented")
                #expect(expected.subtracting(found) == [], "missed")
                #expect(settled.left.count == expected.count)
                let kinds = Set(settled.left.map(\.kind))
                #expect(
                    kinds == Set(AuditKind.allCases), "\(Set(AuditKind.allCases).subtracting(kinds)) were not planted")

                let leaks = await auditor.measure(settled.left)
                func bytes(_ kind: AuditKind) -> [Int] { leaks.filter { $0.object.kind == kind }.compactMap(\.bytes) }
                #expect(
                    bytes(.overlay).allSatisfy { (1_000_000...1_100_000).contains($0) } && bytes(.overlay).count == 1)
                #expect(bytes(.buildCache).reduce(0, +) >= 100_000)
                // The planted name is one more of an image that stays: it takes nothing.
                #expect(bytes(.danglingImage) == [0] && bytes(.volume) == [0] && bytes(.container) == [0])
                print(
                    "audit: \(AuditKind.allCases.map { "\($0.rawValue) \(settled.inventory.objects($0).count)" }.joined(separator: ", ")); "
                        + String(format: "%.4f s", settled.inventory.seconds))
            }
        }

        @Test func aWholeContainerLeavesTracesOfManyKindsAndNoneOnceItIsRemoved() async throws {
            try await withEngine { planting, auditor in
                let before = try await auditor.take()
                let client = planting.client
                let container = try await client.createContainer(
                    ContainerSpec(image: TestEngine.tinyImage, command: ["sleep", "600"]), name: "running")
                try await client.startContainer(container)
                let kinds = Set(try await auditor.settle(since: before).left.map(\.kind))
                #expect(
                    kinds.isSuperset(of: [.container, .mount, .interface, .namespace, .cgroup, .process]), "\(kinds)")
                try await client.removeContainer(container, force: true, volumes: true)
                let left = try await auditor.settle(since: before).left
                #expect(left == [], "\(left.map(Planting.text))")
            }
        }

        /// Jobs that end well on both builders leave nothing; `make soak` runs two hundred.
        @Test func nothingIsInventedOverCleanJobs() async throws {
            let soak = ProcessInfo.processInfo.environment["PLIMSOLL_SOAK"] != nil
            let jobs = soak ? 200 : 10
            try await Trial.with { trial in
                try await Shell.run("mkdir -p \(trial.scratch.path("repository/bin"))")
                try await Shell.run("cp /bin/busybox \(trial.scratch.path("repository/bin/busybox"))")
                try trial.scratch.write(".git\n", to: "repository/.dockerignore")
                try await trial.commit([
                    "Dockerfile.ci":
                        "FROM scratch\nENV PATH=/bin\nCOPY bin /bin\nCOPY f /f\nRUN [\"busybox\", \"cp\", \"/f\", \"/g\"]\n"
                        + "CMD [\"busybox\", \"touch\", \"/out\"]\n", "f": "0",
                ])
                for number in 1...(jobs / 2) { try await trial.commit(["f": "\(number)"]) }
                try trial.writeScenario(
                    changes: jobs / 2, workload: "audit: {after: job}", artifacts: "/out", extra: "questions: [cleanup]"
                )
                let ended = try await PlimsollCommand.run(
                    ["run", trial.scenario, "--db", trial.database, "--state", trial.state, "--engine-disk", "1GiB"])
                #expect(ended.code == 0, "\(ended.messages)")
                #expect(!ended.messages.contains("audit"), "\(ended.messages)")
                let leaks = try await trial.sql("select job, kind, object from leak_view")
                #expect(leaks == [])
                let count = try await trial.sql("select count(*) from job_view")
                let stages = try await trial.sql(
                    "select stage, count(distinct at) from audit_view group by 1 order by 1")
                #expect(stages == ["before|1", "job|\(count.first ?? "")", "series|1"])
                #expect(try await trial.sql("select distinct sight, reason from audit_view") == ["seen|"])
                let costs = try await trial.sql(
                    "select avg(inventory_s), max(inventory_s), max(waited_s) from (select distinct at, inventory_s, waited_s from audit_view)"
                )
                print("audits of \(count) clean jobs: mean, longest, waited: \(costs)")
            }
        }

        @Test func aForeignEnginesHiddenKindsAreToldAndItsObjectsAreOurs() async throws {
            try await Trial.with { trial in
                try await trial.commit(["Dockerfile.ci": "FROM tiny:1\nCOPY f /\nCMD [\"true\"]\n", "f": "0"])
                try await trial.commit(["f": "1"])
                try trial.writeScenario(changes: 1, workload: "audit: {after: series}", extra: "questions: [cleanup]")
                let sentinels = try await Sentinels.make()
                let ended = try await trial.run()
                #expect(ended.code == 0, "\(ended.messages)")
                try await sentinels.checkAndRemove()
                #expect(try await trial.sql("select count(*) from leak_view") == ["0"])
                let seen = try await trial.sql(
                    "select group_concat(kind) from (select kind from audit_view where stage = 'series' and sight = 'seen' order by 1)"
                )
                #expect(seen == ["container,file,image,network"])
                #expect(
                    try await trial.sql("select count(*) from audit_view where sight <> 'seen' and reason is null") == [
                        "0"
                    ])
            }
        }
    }
}
