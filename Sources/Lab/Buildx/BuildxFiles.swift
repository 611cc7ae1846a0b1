import Engine
import Fixtures
import Foundation
import Model
import SystemPackage

extension Buildx {
    /// Builds an image from a context's tree, which buildx reads itself; also returns the number of bytes sent.
    /// Throws `EngineError`, `BuildxError`; `LabError` where the tree cannot be prepared.
    func build(
        _ request: BuildRequest, of context: BuildContext, on client: EngineClient
    ) async throws -> (result: BuildResult, sent: Int) {
        let files = try BuildxFiles(of: context)
        defer { files.remove() }
        let result = try await build(request, of: files.context, on: client)
        return (result, result.sentBytes ?? 0)
    }
}

extension StagedJob {
    /// Builds an image by the request's builder; also returns the number of bytes sent.
    /// Throws `EngineError`, `BuildxError`; `FixtureError` where the context cannot be read.
    func build(_ request: BuildRequest, of context: BuildContext) async throws -> (result: BuildResult, sent: Int) {
        guard request.builder == .buildx else { return try await client.build(request, of: context) }
        guard let buildx = settings.buildx else {
            throw BuildxError(.missing, "builder buildx needs docker's plugin buildx, and the run has none")
        }
        return try await buildx.build(request, of: context, on: client)
    }
}

/// A context as files on disk, for a client that reads them itself. What is sent beside the tree or in place of its
/// files is put there for the time of the build.
struct BuildxFiles {
    private(set) var context: BuildxContext
    /// What was put there.
    private var made: [String] = []

    init(of context: BuildContext) throws {
        let root = Self.absolute(context.root)
        self.context = BuildxContext(directory: root, dockerfile: Self.absolute(context.dockerfileSource))
        do {
            for (file, path) in context.added { try add(file.string, as: "\(root)/\(path)") }
            if let sent = context.dockerfileSent { try send(Self.absolute(sent)) }
        } catch {
            remove()
            throw LabError("the context could not be made ready for buildx: \(error)")
        }
    }

    func remove() {
        for path in made { try? FileManager.default.removeItem(atPath: path) }
    }

    private static func absolute(_ path: FilePath) -> String { URL(fileURLWithPath: path.string).path }

    /// A hard link where that is possible: such a file may be large. Its mode is that of added files.
    private mutating func add(_ file: String, as path: String) throws {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw CocoaError(.fileWriteFileExists, userInfo: [NSFilePathErrorKey: path])
        }
        made.append(path)
        do { try FileManager.default.linkItem(atPath: file, toPath: path) } catch {
            try FileManager.default.copyItem(atPath: file, toPath: path)
        }
        chmod(path, 0o644)
    }

    /// Names another Dockerfile. BuildKit looks for its ignore file beside it, so both get a folder of their own.
    private mutating func send(_ dockerfile: String) throws {
        let ignoreFile = context.dockerfile + ".dockerignore"
        guard FileManager.default.fileExists(atPath: ignoreFile) else {
            context.dockerfile = dockerfile
            return
        }
        let folder = "\((dockerfile as NSString).deletingLastPathComponent)/\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        made.append(folder)
        let name = "\(folder)/\((dockerfile as NSString).lastPathComponent)"
        try FileManager.default.copyItem(atPath: dockerfile, toPath: name)
        try FileManager.default.copyItem(atPath: ignoreFile, toPath: name + ".dockerignore")
        context.dockerfile = name
    }
}
