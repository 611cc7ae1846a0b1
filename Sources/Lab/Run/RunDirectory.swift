import Foundation

/// A run's own directory under the state directory: working trees, artifacts, and who owns the run. The owner holds a
/// lock on a file in it. The kernel releases the lock however the process ends, so a directory whose lock can be taken
/// belongs to a dead run.
package struct RunDirectory: Sendable {
    package let path: String

    package var trees: String { path + "/trees" }
    package var artifacts: String { path + "/artifacts" }
    /// What buildx keeps from build to build.
    var buildx: String { path + "/buildx" }

    /// Creates a run's directory, and removes it after the body. Throws `CocoaError` when it cannot be created or
    /// locked.
    ///
    /// - Parameter engine: the endpoint that the run works on, kept for whoever cleans up after a kill; nil: embedded.
    package static func with<Value: Sendable>(
        run: UUID, state: String, engine: String?, _ body: (RunDirectory) async throws -> Value
    ) async throws -> Value {
        let name = run.uuidString.lowercased()
        let path = "\(state)/runs/\(name)"
        let files = FileManager.default
        // Created and locked under another name, which identifies its owner until there is a lock. Nobody may find it
        // unlocked and take its owner for dead.
        let unborn = "\(state)/runs/\(unbornPrefix)\(name).\(getpid())"
        for folder in ["trees", "artifacts"] {
            try files.createDirectory(atPath: "\(unborn)/\(folder)", withIntermediateDirectories: true)
        }
        try (engine ?? "").write(toFile: unborn + "/engine", atomically: true, encoding: .utf8)
        guard let lock = takeLock(unborn) else {
            throw CocoaError(.fileLocking, userInfo: [NSFilePathErrorKey: unborn])
        }
        try files.moveItem(atPath: unborn, toPath: path)
        defer {
            try? files.removeItem(atPath: path)
            close(lock)
        }
        return try await body(RunDirectory(path: path))
    }

    package struct Abandoned: Sendable, Equatable {
        package let run: UUID
        package let path: String
        package let engine: String?
    }

    package static func abandoned(in state: String) -> [Abandoned] {
        names(in: state).sorted().compactMap { name in
            let path = "\(state)/runs/\(name)"
            if let unborn = unborn(name, path) { return unborn }
            guard let run = UUID(uuidString: name), let lock = takeLock(path) else { return nil }
            close(lock)
            let engine = (try? String(contentsOfFile: path + "/engine", encoding: .utf8)) ?? ""
            return Abandoned(run: run, path: path, engine: engine.isEmpty ? nil : engine)
        }
    }

    package static func alive(in state: String) -> [UUID] {
        let runs = names(in: state).compactMap(UUID.init(uuidString:))
        let dead = Set(abandoned(in: state).map(\.run))
        return runs.filter { !dead.contains($0) }
    }

    private static func names(in state: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: state + "/runs")) ?? []
    }

    private static let unbornPrefix = ".new-"

    /// A directory whose owner died before it got its name: nothing was done in it.
    private static func unborn(_ name: String, _ path: String) -> Abandoned? {
        let parts = name.dropFirst(unbornPrefix.count).split(separator: ".")
        guard name.hasPrefix(unbornPrefix), parts.count == 2, let run = UUID(uuidString: String(parts[0])),
            let owner = Int32(parts[1]), kill(owner, 0) != 0, errno == ESRCH
        else { return nil }
        return Abandoned(run: run, path: path, engine: nil)
    }

    private static func takeLock(_ path: String) -> Int32? {
        let descriptor = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }
}
