import Foundation
import Housekeeping

/// Looks in a run's directory for what neither the run itself nor a change of a trace put there.
struct WorkspaceSearch: Sendable {
    /// What a run makes in its directory.
    private static let ownEntries: Set<String> = [
        "trees", "artifacts", "archives", "dockerfiles", "engine", "lock",
    ]

    let directory: RunDirectory
    let streams: [JobStream]

    /// Files and directories that are left; of a directory only itself.
    func strangers() async throws -> [AuditedObject] {
        var paths = names(in: directory.path).filter { !Self.ownEntries.contains($0) }
        // What jobs copied out stays until the run is over.
        paths += names(in: directory.artifacts).filter { !$0.hasPrefix("plimsoll-") }.map { "artifacts/\($0)" }
        paths += try await inTrees()
        return paths.sorted().map {
            AuditedObject(.file, $0, path: "\(directory.path)/\($0)")
        }
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
