import Fixtures
import Model
import Provision

/// Reports at a run's start what its contexts will lack, and records it for the reports.
struct ContextEvidence: Sendable {
    let request: RunRequest
    let events: @Sendable (LabEvent) -> Void

    /// Searches the repositories that are replayed. One that cannot be searched is a warning.
    func record(in journal: any RunJournal) async throws {
        var submodules = 0
        var objects = 0
        for part in request.parts {
            for (name, fixture) in part.fixtures.sorted(by: { $0.key < $1.key }) {
                guard let trace = part.traces[name] else { continue }
                do {
                    let missing = try await fixture.missingContents(in: trace)
                    for sentence in missing.sentences(fixture: name) { events(.warning(sentence)) }
                    submodules += missing.submodules.count
                    objects += missing.objects.count
                } catch let error as FixtureError {
                    events(.warning("\(name): whether its contexts are complete is not known: \(error)"))
                }
            }
        }
        let points = [(ContextPoint.missingSubmodules, submodules), (.missingObjects, objects)]
            .filter { $0.1 > 0 }.map { $0.0.point($0.1) }
        if !points.isEmpty { try await journal.record(points, of: nil) }
    }
}

/// What a run records about its worker, where a plan is about it: what it must offer, and which packages it needs.
struct WorkerEvidence: Sendable {
    let request: RunRequest
    let events: @Sendable (LabEvent) -> Void

    /// Inspects, computes and records. What cannot be computed is a warning: the run goes on without it.
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
