import Engine
import Fixtures
import Foundation
import Model
import Provision
import SystemPackage

/// Lets the build start from images of its own where it could reuse what others made: an earlier run on a foreign engine,
/// or the run's other builder.
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
                    try context.dockerfileBytes(), named: name, arguments: job.planned.change.arguments ?? [:],
                    for: job.planned.configuration.builder)
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
/// with one small file that no other run has. So no earlier build can have made what is built on it. Builders that share
/// a cache have a file each. Images that are not on the engine, or have `ONBUILD` triggers, are left unchanged.
actor OwnBases {
    static let file = ".plimsoll-run"

    private let client: EngineClient
    private let builder: BuilderKind
    private let owner: String
    private let directory: String
    private let separatesBuilders: Bool
    private let makes = OnceEach()
    /// The run's own images.
    private(set) var names: Set<String> = []

    init(
        on client: EngineClient, with builder: BuilderKind, owner: String, directory: String,
        separatesBuilders: Bool = false
    ) {
        (self.client, self.builder, self.owner, self.directory) = (client, builder, owner, directory)
        self.separatesBuilders = separatesBuilders
    }

    /// A Dockerfile that names the run's own images, and the images replaced, by the own images' names; nil where
    /// nothing is to be changed. Throws `EngineError`, `LabError`, `CocoaError`.
    func dockerfile(
        _ bytes: [UInt8], named name: String, arguments: [String: String], for builder: Builder
    ) async throws -> (file: FilePath, originals: [String: String])? {
        let bases = Dockerfile(bytes).bases(arguments: arguments)
        var names: [String: String] = [:]
        for base in bases { names[base.reference] = try await own(base.reference, for: builder) }
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

    /// Removes the run's own images. One that stays carries the run's label, by which `plimsoll clean` finds it.
    func remove() async {
        for name in names { _ = try? await client.removeImage(name) }
        names = []
    }

    private func own(_ reference: String, for builder: Builder) async throws -> String? {
        // Its triggers would run here, and not in the job's build.
        guard let image = try await client.imageIfThere(reference), image.config.onBuild.isEmpty else { return nil }
        let mark = separatesBuilders && builder.isBuildKit ? builder.rawValue : ""
        let name = RunNames(owner: owner).image("base-\(Digest.sha256(reference + mark).prefix(8))")
        // A base image that was updated gets another image of the run's own, under the same name.
        _ = try await makes.run("\(name) \(image.id)") { try await self.make(name, on: reference, mark) }
        return name
    }

    private func make(_ name: String, on reference: String, _ mark: String) async throws {
        let files = [
            PackedFile(path: "Dockerfile", bytes: Array("FROM \(reference)\nCOPY \(Self.file) /\(Self.file)\n".utf8)),
            PackedFile(path: Self.file, bytes: Array("\(owner)\(mark)\n".utf8)),
        ]
        let result = try await client.build(
            BuildRequest(builder: builder, tags: [name], labels: PlimsollLabel.labels(owner: owner)),
            uploading: try ArchiveBytes.pack(files, as: .tar))
        if let error = result.error {
            throw LabError("the run's own image on \(reference) could not be built: \(error)")
        }
        names.insert(name)
    }
}
