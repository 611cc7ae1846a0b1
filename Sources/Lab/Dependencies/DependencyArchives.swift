import Engine
import Fixtures
import Foundation
import Model
import Subprocess
import SystemPackage

/// What a job does for the strategy of a restored archive, as a script around the build would.
struct ArchiveStage: JobStage {
    private let archives: DependencyArchives
    private let dependencies: FixtureDependencies?
    /// The key of the job's archive; nil where nothing was restored.
    private let key = Shared<String?>(nil)

    init?(_ job: StagedJob, _ run: JobSurroundings) {
        guard let archives = job.stream.archives else { return nil }
        (self.archives, dependencies) = (archives, job.stream.fixture.dependencies)
    }

    func end(_ phase: Phase, of job: StagedJob, _ work: inout JobWork) async throws {
        guard phase == .context, let context = work.context else { return }
        // A cold job's archive is empty: its image would replace the legacy builder's cache and be useless as one.
        work.dropsImage = job.planned.cold
        guard let dependencies else { return }
        let began = ContinuousClock.now
        guard let key = await job.stream.digest(of: dependencies.manifest, in: context) else {
            throw LabError("the archive of dependencies: the manifest cannot be read")
        }
        let file = try await archives.restore(key, cold: job.planned.cold)
        work.points.append(DependencyPoint.archiveRestoreSeconds.point((ContinuousClock.now - began).seconds))
        work.context = try context.adding(file, as: FixtureDependencies.archive)
        self.key.value = key
    }

    /// Saves the package manager's files after a job that succeeded, where the store has nothing under its key.
    func begin(_ phase: Phase, of job: StagedJob, _ work: inout JobWork) async throws {
        guard phase == .artifacts, let dependencies, let key = key.value, work.command?.exitStatus == 0 else { return }
        let began = ContinuousClock.now
        let name = job.containerName
        let saved = try await withDeadline(work.deadline) { [archives] in
            try await archives.save(key, cold: job.planned.cold) { sink in
                try await job.client.archive(name, path: dependencies.cache) { try sink($0) }
            }
        }
        guard let saved else { return }
        work.points.append(DependencyPoint.archiveSaveSeconds.point((ContinuousClock.now - began).seconds))
        work.points.append(DependencyPoint.archiveBytes.point(Double(saved)))
    }
}

/// A stream's store of archives of a package manager's files, as in a central dependency cache, and the restored one.
///
/// An archive is fetched when the manifest differs from the previous job's: the one saved under its key, or else the
/// newest. While the manifest stays the same, so does the fetched archive, to the byte. Otherwise every build after a
/// save would miss its cache.
actor DependencyArchives {
    private let directory: String
    private var saved: [String] = []
    private var current: String?

    init(directory: String) { self.directory = URL(fileURLWithPath: directory).path }

    private var fetched: String { directory + "/worker.tar" }
    private func stored(_ key: String) -> String { "\(directory)/store/\(key).tar" }

    /// Fetches the archive for a key, and returns its path on the worker. A cold job finds an empty one.
    func restore(_ key: String, cold: Bool) async throws -> FilePath {
        try attempt("its directory cannot be made") {
            try FileManager.default.createDirectory(atPath: directory + "/store", withIntermediateDirectories: true)
        }
        if cold {
            try await repack(nil, to: directory + "/cold.tar")
            return FilePath(directory + "/cold.tar")
        }
        guard key != current else { return FilePath(fetched) }
        if let source = saved.contains(key) ? key : saved.last {
            try attempt("it cannot be fetched") {
                try? FileManager.default.removeItem(atPath: fetched)
                try FileManager.default.copyItem(atPath: stored(source), toPath: fetched)
            }
        } else {
            try await repack(nil, to: fetched)
        }
        current = key
        return FilePath(fetched)
    }

    /// Saves what the body writes to its sink, a tar as an engine sends it, under a key that the store lacks; returns
    /// the bytes of its archive. A cold job saves as if the store were empty, and what it saved is dropped.
    func save(
        _ key: String, cold: Bool,
        _ body: @Sendable (_ sink: @Sendable ([UInt8]) throws -> Void) async throws -> Void
    ) async throws -> Int? {
        let isKnown = saved.contains(key)
        guard cold || !isKnown else { return nil }
        let raw = directory + "/raw.tar"
        let packed = directory + "/packed.tar"
        defer { for path in [raw, packed] { try? FileManager.default.removeItem(atPath: path) } }
        _ = try await writeFile(raw, body)
        try await repack(raw, to: packed)
        let size = try attempt("it cannot be read") {
            (try FileManager.default.attributesOfItem(atPath: packed)[.size] as? NSNumber)?.intValue ?? 0
        }
        guard !isKnown else { return size }
        try attempt("it cannot be stored") { try FileManager.default.moveItem(atPath: packed, toPath: stored(key)) }
        saved.append(key)
        return size
    }

    private func attempt<Value>(_ complaint: String, _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch { throw LabError("the archive of dependencies: \(complaint): \(error)") }
    }

    /// Repacks an engine's tar of a directory, or an empty one, so that the same content gives the same bytes: sorted,
    /// with one time and one owner.
    private func repack(_ archive: String?, to target: String) async throws {
        let files = FileManager.default
        let unpacked = directory + "/unpacked"
        try? files.removeItem(atPath: unpacked)
        defer { try? files.removeItem(atPath: unpacked) }
        try attempt("\(unpacked) cannot be made") {
            try files.createDirectory(atPath: unpacked, withIntermediateDirectories: true)
        }
        if let archive {
            // The engine puts the directory's own name before every path.
            try await tar(["--extract", "--no-same-owner", "--strip-components=1", "--file", archive], in: unpacked)
        } else {
            _ = chmod(unpacked, 0o755)
        }
        let arguments = [
            "--create", "--file", target, "--format=gnu", "--sort=name", "--mtime=@0", "--owner=0", "--group=0",
            "--numeric-owner", ".",
        ]
        try await tar(arguments, in: unpacked)
    }

    private func tar(_ arguments: [String], in folder: String) async throws {
        let result = try await Subprocess.run(
            .path("/usr/bin/tar"), arguments: Arguments(arguments), workingDirectory: FilePath(folder),
            output: .discarded, error: .string(limit: 16_384))
        guard result.terminationStatus.isSuccess else {
            throw LabError("the archive of dependencies: tar: \(result.standardError)")
        }
    }
}
