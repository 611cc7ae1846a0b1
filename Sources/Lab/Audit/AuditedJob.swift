import Engine
import Foundation
import Housekeeping
import Model
import Provision

struct AuditedJob: Sendable, Equatable {
    let id: Int64
    let names: Set<String>
    let span: ClosedRange<Date>

    /// How far an engine's clock may differ from ours, in seconds: the engine reports some times in whole seconds.
    private static let slack: Double = 1

    /// Which of the series' jobs left an object, and the fact that identifies it.
    ///
    /// - Parameter recent: the jobs since the previous audit, when the object did not exist yet; empty where it did.
    static func owner(
        of object: AuditedObject, among jobs: [AuditedJob], recent: [AuditedJob]
    ) -> (job: Int64?, attribution: LeakRecord.Attribution) {
        if let job = jobs.first(where: { $0.names.contains(object.name) }) { return (job.id, .name) }
        if recent.count == 1 { return (recent[0].id, .audit) }
        guard let made = object.madeAt else { return (nil, .unknown) }
        let atWork = jobs.filter {
            made >= $0.span.lowerBound.addingTimeInterval(-slack)
                && made <= $0.span.upperBound.addingTimeInterval(slack)
        }
        return atWork.count == 1 ? (atWork[0].id, .time) : (nil, .unknown)
    }
}

/// Searches a run's directory for entries that neither the run itself nor a change of a trace put there.
struct WorkspaceSearch: Sendable {
    private static let ownEntries: Set = [
        "trees", "artifacts", "archives", "buildx", "dockerfiles", "engine", "lock",
    ]

    let directory: RunDirectory
    let streams: [JobStream]

    /// Files and directories that are left; of a directory only the directory itself.
    func strangers() async throws -> [AuditedObject] {
        var paths = names(in: directory.path).filter { !Self.ownEntries.contains($0) }
        // Artifacts that jobs copied out stay until the run is over.
        paths += names(in: directory.artifacts).filter { !$0.hasPrefix("plimsoll-") }.map { "artifacts/\($0)" }
        // The rest of it is buildx's own, kept from job to job.
        paths += names(in: directory.buildx).filter(Buildx.isOfOneBuild).map { "buildx/\($0)" }
        paths += try await inTrees()
        return paths.sorted().map { AuditedObject(.file, $0, path: "\(directory.path)/\($0)") }
    }

    private func inTrees() async throws -> [String] {
        var places: Set<String> = []
        var paths: [String] = []
        for stream in streams {
            let place = stream.place
            places.insert(place)
            paths += names(in: "\(directory.trees)/\(place)").filter { $0 != "tree" && $0 != "git" }
                .map { "trees/\(place)/\($0)" }
            paths += try await stream.strangers().map { "trees/\(place)/tree/\($0)" }
        }
        return paths + names(in: directory.trees).filter { !places.contains($0) }.map { "trees/\($0)" }
    }

    private func names(in path: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    }
}

extension EngineHost {
    /// - Parameter directories: those of this host in which every mount is the run's, besides the engine's own.
    init(_ engine: EmbeddedEngine, directories: [String]) {
        self.init(
            process: engine.outermostProcessIdentifier, dataRoot: engine.innerDataRoot, cgroup: engine.controlGroup,
            directories: [engine.directory] + directories)
    }
}
