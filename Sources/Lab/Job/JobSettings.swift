import Engine
import Fixtures
import Foundation
import Model

/// What all jobs of a run share.
package struct JobSettings: Sendable {
    /// The run's identity, which every object that its jobs make carries as a label.
    var run: UUID
    /// The scenario's name.
    var scenario: String
    /// How a job is run.
    var workload: Workload
    /// `name:address` entries that builds and containers get, as for the package mirror.
    var extraHosts: [String]
    /// As `extraHosts`, for git fixtures, where they have a package mirror of their own.
    var gitHosts: [String] = []
    /// Where artifacts are copied to.
    var artifacts: String

    package init(run: UUID, scenario: String, workload: Workload, extraHosts: [String], artifacts: String) {
        self.run = run
        self.scenario = scenario
        self.workload = workload
        self.extraHosts = extraHosts
        self.artifacts = artifacts
    }

    /// The entries of a fixture's builds and containers; its own mirror stands for the others'.
    func extraHosts(of fixture: Fixture) -> [String] {
        guard fixture.isGit, !gitHosts.isEmpty else { return extraHosts }
        let names = Set(gitHosts.map { $0.prefix { $0 != ":" } })
        return extraHosts.filter { !names.contains($0.prefix { $0 != ":" }) } + gitHosts
    }

    /// The run as its objects' labels have it.
    var owner: String { run.uuidString.lowercased() }

    /// The names of what the run makes on the engine.
    var names: RunNames { RunNames(owner: owner) }

    /// The name of a job's container.
    func containerName(_ job: PlannedJob) -> String {
        names.name(suffix(job))
    }

    /// The tag of a job's image: its own; where a policy collects the one of its fixture, which moves from job to job, so that
    /// images lose their names as they do where a branch is built again and again.
    func imageTag(_ job: PlannedJob) -> String {
        names.image(job.fixture.lowercased(), job.configuration.policy == nil ? suffix(job) : nil)
    }

    /// Jobs outside the plan, which warm a resumed run, have negative positions.
    private func suffix(_ job: PlannedJob) -> String {
        job.position < 0 ? "warm\(-job.position)" : "\(job.position)"
    }
}
