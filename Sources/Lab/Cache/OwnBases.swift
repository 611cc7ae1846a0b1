import Engine
import Fixtures
import Foundation
import Model
import Provision
import SystemPackage

/// On a foreign engine, lets the build start from the run's own images, so that no earlier run's result is reused.
struct OwnBaseStage: JobStage {
    private let bases: OwnBases

    init?(_ job: StagedJob, _ run: JobSurroundings) {
        guard let bases = run.ownBases else { return nil }
        self.bases = bases
    }

    func prepare(_ phase: Phase, of job: StagedJob, _ work: inout JobWork) async throws {
        guard phase == .build, let context = work.context else { return }
        do {
            let name = context.dockerfileSource.lastComponent?.string ?? context.dockerfile
            guard
                let (file, originals) = try await bases.dockerfile(
                    try context.dockerfileBytes(), named: name, arguments: job.planned.change.arguments ?? [:])
            else { return }
            work.context = try context.sending(file)
            work.originals = originals
        } catch let error as LabError {
            let read = JobObstacle(error, in: phase, timeout: job.settings.workload.timeout)
            throw JobObstacle(.refused, read.failure)
        }
    }
}

/// A cold cache on a shared engine: each base image of a Dockerfile gets one more layer, under a name of the run's own,
/// with one small file that no other run has. So no earlier build can have made what is built on it. Images that are
/// not on the engine, or have `ONBUILD` triggers, are left unchanged.
actor OwnBases {
    static let file = ".plimsoll-run"

    private let client: EngineClient
    private let builder: BuilderKind
    private let owner: String
    private let directory: String
    private let makes = OnceEach()
    /// The run's own images by their base images; nil where there is none.
    private var made: [String: String?] = [:]

    init(on client: EngineClient, with builder: BuilderKind, owner: String, directory: String) {
        (self.client, self.builder, self.owner, self.directory) = (client, builder, owner, directory)
    }

    /// A Dockerfile that names the run's own images, and the images replaced, by the own images' names; nil where
    /// nothing is to be changed. Throws `EngineError`, `LabError`, `CocoaError`.
    func dockerfile(
        _ bytes: [UInt8], named name: String, arguments: [String: String]
    ) async throws -> (file: FilePath, originals: [String: String])? {
        let bases = Dockerfile(bytes).bases(arguments: arguments)
        var names: [String: String] = [:]
        for base in bases { names[base.reference] = try await own(base.reference) }
        guard !names.isEmpty else { return nil }
        let changed = Dockerfile.replacing(bases, by: names, in: bytes)
        let folder = "\(directory)/\(Digest.sha256(changed).prefix(16))"
        let path = "\(folder)/\(name)"
        if !FileManager.default.fileExists(atPath: path) {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(changed).write(to: URL(fileURLWithPath: path), options: .atomic)
        }
        return (FilePath(path), Dictionary(names.map { ($0.value, $0.key) }) { first, _ in first })
    }

    var names: Set<String> { Set(made.values.compactMap(\.self)) }

    /// Removes the run's own images. One that stays carries the run's label, by which `plimsoll clean` finds it.
    func remove() async {
        for name in names { _ = try? await client.removeImage(name) }
        made = [:]
    }

    private func own(_ reference: String) async throws -> String? {
        _ = try await makes.run(reference) { try await self.make(reference) }
        return made[reference] ?? nil
    }

    private func make(_ reference: String) async throws {
        made[reference] = .some(nil)
        // Its triggers would run here, and not in the job's build.
        guard let image = try await client.imageIfThere(reference), image.config.onBuild.isEmpty else { return }
        let name = RunNames(owner: owner).image("base-\(Digest.sha256(reference).prefix(8))")
        let files = [
            PackedFile(path: "Dockerfile", bytes: Array("FROM \(reference)\nCOPY \(Self.file) /\(Self.file)\n".utf8)),
            PackedFile(path: Self.file, bytes: Array("\(owner)\n".utf8)),
        ]
        let result = try await client.build(
            BuildRequest(builder: builder, tags: [name], labels: PlimsollLabel.labels(owner: owner)),
            uploading: try ArchiveBytes.pack(files, as: .tar))
        if let error = result.error {
            throw LabError("the run's own image on \(reference) could not be built: \(error)")
        }
        made[reference] = name
    }
}
