import Model
import Provision

/// What a run records of its worker itself, where a plan bears on it: what it must offer, and what packages it needs.
struct WorkerEvidence: Sendable {
    let request: RunRequest
    let events: @Sendable (LabEvent) -> Void

    /// Looks, computes, and writes down. What cannot be computed is a warning: the run goes on without it.
    ///
    /// - Throws: what the journal throws; `CancellationError`.
    func record(in journal: any RunJournal) async throws {
        if bears(on: "ops-requirements") {
            let inspection = await HostInspection.inspect(stateDirectory: request.stateDirectory)
            try await journal.note(inspection.findings.map(RequirementRecord.init))
        }
        if bears(on: "worker-dependencies"), let workers = try await workers() {
            try await journal.record(workers.points, of: nil)
        }
    }

    private func workers() async throws -> WorkerPackages? {
        do {
            let list = PackageList(merging: try request.packageLists.map(PackageList.load))
            guard !list.apt.isEmpty else {
                events(.warning("no list of packages stands beside the fixtures: nothing is computed of a worker's"))
                return nil
            }
            let events = events
            return try await WorkerPackages.compute(list, stateDirectory: request.stateDirectory) {
                events(.preparing($0))
            }
        } catch let error as PreparationError {
            events(.warning("what a worker needs could not be computed: \(error)"))
            return nil
        }
    }

    private func bears(on question: String) -> Bool {
        request.parts.contains { $0.plan.questions.contains(question) }
    }
}

extension RequirementRecord {
    fileprivate init(_ finding: HostFinding) {
        self.init(
            area: finding.area.rawValue, name: finding.name, state: finding.state.rawValue, found: finding.found,
            neededFor: finding.neededFor, remedy: finding.remedy, isRequired: finding.isRequired)
    }
}
