import Engine
import Fixtures
import Foundation
import Model

package struct JobSettings: Sendable {
    /// The run's identity, which every object that its jobs create carries as a label.
    var run: UUID
    var scenario: String
    var workload: Workload
    /// `name:address` entries for builds and containers, as for the package mirror.
    var extraHosts: [String]
    /// As `extraHosts`, for git fixtures, where they have their own package mirror.
    var gitHosts: [String] = []
    var artifacts: String

    package init(run: UUID, scenario: String, workload: Workload, extraHosts: [String], artifacts: String) {
        self.run = run
        self.scenario = scenario
        self.workload = workload
        self.extraHosts = extraHosts
        self.artifacts = artifacts
    }

    /// The entries for a fixture's builds and containers; its own mirror replaces the others'.
    func extraHosts(of fixture: Fixture) -> [String] {
        guard fixture.isGit, !gitHosts.isEmpty else { return extraHosts }
        let names = Set(gitHosts.map { $0.prefix { $0 != ":" } })
        return extraHosts.filter { !names.contains($0.prefix { $0 != ":" }) } + gitHosts
    }

    /// The run's id as it appears in its objects' labels.
    var owner: String { run.uuidString.lowercased() }

    /// The names of what the run creates on the engine.
    var names: RunNames { RunNames(owner: owner) }

    func containerName(_ job: PlannedJob) -> String {
        names.name(suffix(job))
    }

    /// The tag of a job's image: its own. Where a policy collects, the fixture's tag, which moves from job to job.
    /// Images then lose their names, as they do when a branch is built repeatedly.
    func imageTag(_ job: PlannedJob) -> String {
        names.image(job.fixture.lowercased(), job.configuration.policy == nil ? suffix(job) : nil)
    }

    /// Jobs outside the plan, which warm a resumed run, have negative positions.
    private func suffix(_ job: PlannedJob) -> String {
        job.position < 0 ? "warm\(-job.position)" : "\(job.position)"
    }
}
