import Foundation
import Model
import Subprocess
import SystemPackage

/// Builds by `docker buildx build` with the engine's own BuildKit (buildx's driver `docker`). Its sessions send the
/// files, and give BuildKit the secrets and logins that it asks for.
package struct Buildx: Sendable {
    /// How long it may take to end when it is asked to. BuildKit stops a build when its client is gone.
    private static let patience = Duration.seconds(5)

    package let program: BuildxProgram
    /// The names of files that are there only during a build begin with it.
    private static let ofOneBuild = "image-"

    /// Its own files. Kept from build to build: by an id in it, BuildKit knows a client's files again.
    let directory: String

    package init(_ program: BuildxProgram, directory: String) { (self.program, self.directory) = (program, directory) }

    /// Whether a file among its own is of one build, and to be gone after it.
    package static func isOfOneBuild(_ name: String) -> Bool { name.hasPrefix(ofOneBuild) }

    /// Builds an image from a directory. It counts as one request of the client's meter.
    /// - Returns: how it ended. A failed step, or an unreadable Dockerfile, is a result with ``BuildResult/error``.
    /// - Throws: ``EngineError`` if the engine is lost; `BuildxError` if buildx cannot be run; `CancellationError`. If
    ///   the calling task is cancelled, buildx is ended, and with it the build.
    package func build(
        _ request: BuildRequest, of context: BuildxContext, on client: EngineClient,
        onProgress: (@Sendable (BuildProgress) -> Void)? = nil
    ) async throws -> BuildResult {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let image = "\(directory)/\(Self.ofOneBuild)\(UUID().uuidString)"
        defer { unlink(image) }
        let command = BuildxCommand(request, context, on: client.endpoint, directory: directory, image: image)
        client.meter.begin()
        defer { client.meter.end() }
        let ended = try await run(command, onProgress)
        var reader = ended.reader
        try Task.checkCancellation()
        if !ended.isSuccess, let loss = await loss(reader, client) { throw loss }
        let outline = request.dockerfileText.map { DockerfileOutline(Dockerfile($0)) }
        let id = try? String(contentsOfFile: image, encoding: .utf8).trimmed
        guard !ended.isSuccess || id != nil else {
            throw BuildxError(.failed, "\(program.path) ended well, and named no image", cause: reader.complaint)
        }
        return reader.result(outline, imageID: ended.isSuccess ? id : nil)
    }

    private func run(
        _ command: BuildxCommand, _ onProgress: (@Sendable (BuildProgress) -> Void)?
    ) async throws -> (reader: BuildxReader, isSuccess: Bool) {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: Self.patience)
        ]
        let changes = command.environment.map { (Environment.Key(stringLiteral: $0), $1) }
        // With this process, however it ends, buildx ends too: it would go on building for nobody.
        let words = ["--pdeathsig", "KILL", "--", program.path] + command.arguments
        do {
            let ended = try await Subprocess.run(
                .name("setpriv"), arguments: Arguments(words),
                environment: .inherit.updating(Dictionary(uniqueKeysWithValues: changes)), platformOptions: options,
                input: .none, output: .discarded, error: .sequence
            ) { execution in
                var reader = BuildxReader()
                var lines = LineSplitter()
                for try await buffer in execution.standardError {
                    lines.append(buffer.withUnsafeBytes { Array($0) })
                    while let line = try lines.next() { reader.read(line) { onProgress?($0) } }
                }
                if let rest = lines.rest { reader.read(rest) { onProgress?($0) } }
                return reader
            }
            return (ended.closureResult, ended.terminationStatus.isSuccess)
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw BuildxError(.failed, "\(program.path) could not be run", cause: "\(error)")
        }
    }

    /// The error of an engine that went away during the build; nil: it is there, and the build failed.
    private func loss(_ reader: BuildxReader, _ client: EngineClient) async -> EngineError? {
        let words = reader.error ?? reader.complaint
        let isGone = Self.phrases.contains(where: words.contains)
        guard !isGone else { return error(.streamBroken, words, client) }
        do { try await client.counting(in: RequestMeter()).ping() } catch let error as EngineError {
            return self.error(error.code == .cancelled ? .cancelled : .streamBroken, words, client)
        } catch {}
        return nil
    }

    private func error(_ code: EngineError.Code, _ words: String, _ client: EngineClient) -> EngineError {
        EngineError(code: code, message: words, endpoint: client.endpoint.description, request: "docker buildx build")
    }

    /// How buildx says that the engine is gone, or the connection to it.
    private static let phrases = [
        "Cannot connect to the Docker daemon", "code = Unavailable", "error during connect", "failed to dial gRPC",
    ]
}
