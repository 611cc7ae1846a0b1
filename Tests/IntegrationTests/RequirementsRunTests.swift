import Foundation
import Testing

@testable import Provision

extension IntegrationTests {
    /// What a worker needs, out of the real package manager, and stored by a real run.
    @Suite(.serialized) struct RequirementsRunTests {
        @Test func aPackageWithoutDependenciesIsOneMore() async throws {
            let base = try await BaseImage(stateDirectory: ".plimsoll").prepare()
            // tree needs nothing but the C library, which every Debian has.
            let workers = try await WorkerPackages.compute(
                PackageList(apt: ["tree"], pip: ["six==1.15.0", "six==1.16.0"]), stateDirectory: ".plimsoll")
            #expect(workers.bare.packages == base.facts.packages.count)
            #expect(workers.carrying.packages == workers.bare.packages + 1)
            let tree = workers.carrying.bytes - workers.bare.bytes
            #expect(tree > 50_000 && tree < 500_000, "\(tree)")
            #expect(workers.buildOnly.packages > workers.bare.packages + WorkerPackages.buildOnlyRoots.count)
            #expect(workers.buildOnly.bytes > workers.bare.bytes + 100_000_000)
            #expect(workers.pythonPackages == 1)
        }

        @Test func aRunStoresBothAndTheReportAnswers() async throws {
            try await Scratch.with { scratch in
                try await Shell.run("mkdir -p \(scratch.path("fixtures"))")
                try await Shell.run("cp -r fixtures/noop fixtures/noop.yaml \(scratch.path("fixtures/"))")
                // The list of another test's mirror, so that it is made once.
                try scratch.write(
                    "apt: [python3-pip, tree]\npip: [\"six==1.15.0\", \"six==1.16.0\"]\n", to: "fixtures/packages.yaml")
                try await Shell.run("mkdir -p \(scratch.path("scenarios"))")
                try await Shell.run("cp scenarios/requirements.yaml \(scratch.path("scenarios/"))")
                let database = scratch.plain("results.sqlite")
                let ended = try await PlimsollCommand.run([
                    "run", scratch.plain("scenarios/requirements.yaml"), "--db", database, "--state", ".plimsoll",
                    "--engine", try TestEngine.address(),
                ])
                #expect(ended.code == 0, "\(ended.messages)")
                let found = try await Shell.sql(
                    "select count(*) > 30, sum(name = 'root' and state = 'fine') from requirement_view", of: database)
                #expect(found == ["1|1"])
                let workers = try await Shell.sql(
                    "select count(*), min(value) > 0 from point_view where series like 'worker_%' and job is null",
                    of: database)
                #expect(workers == ["7|1"])
                let report = try await PlimsollCommand.run([
                    "report", "--db", database, "--out", scratch.plain("reports"),
                ])
                #expect(report.code == 0 && report.output.contains("-requirements.md"), "\(report.messages)")
                // An engine takes more than what such a list brings.
                let verdicts = try await Shell.sql(
                    "select question, verdict from verdict_view order by question", of: database)
                #expect(verdicts == ["ops-requirements|evidence", "worker-dependencies|no"])
            }
        }
    }
}
