import Engine
import Fixtures
import Foundation
import Model

/// What all jobs of a run share.
public struct JobSettings: Sendable {
    /// The run's identity, which every object that its jobs make carries as a label.
    public var run: UUID
    /// The scenario's name.
    public var scenario: String
    /// How a job is run.
    public var workload: Workload
    /// `name:address` entries that builds and containers get, as for the package mirror.
    public var extraHosts: [String]
    /// As `extraHosts`, for git fixtures, where they have a package mirror of their own.
    var gitHosts: [String] = []
    /// Where artifacts are copied to.
    public var artifacts: String
    /// Whether the engine is asked, after the job's work, what each build step's layer takes.
    public var readsStepSizes: Bool
    /// A cache in a registry that the build may use; nil: what its engine has.
    var cache: JobCache?
    /// The run's own images, by which an engine that others use is cold; nil: its Dockerfiles are sent as they are.
    var ownBases: OwnBases?
    /// Why the job cannot be begun; nil: nothing is in its way.
    var obstacle: JobObstacle?
    /// Figures that were measured for the job before it began.
    var points: [JobPoint] = []
    /// Counts that only ever rise, read before and after the job; their differences are recorded with it.
    var counts: @Sendable () -> [JobPoint] = { [] }

    /// Whether a fault that was planted in the job has cancelled it, and not the user.
    var isCancelledByPlan: @Sendable () -> Bool = { false }

    /// A value of these parts.
    public init(
        run: UUID, scenario: String, workload: Workload, extraHosts: [String], artifacts: String,
        readsStepSizes: Bool = false
    ) {
        self.run = run
        self.scenario = scenario
        self.workload = workload
        self.extraHosts = extraHosts
        self.artifacts = artifacts
        self.readsStepSizes = readsStepSizes
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
