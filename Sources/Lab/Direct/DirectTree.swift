import Engine
import Foundation
import Model
import Provision
import Subprocess
import SystemPackage

/// An image's unpacked tree, in which its command can be run: no engine, no container, no limit but time.
struct DirectTree: Sendable {
    private let place: DirectPlace
    private let configuration: ImageConfiguration
    /// A container of the image that never started.
    private let container: String

    /// Unpacks an image by exporting a container of it that never starts: the merged tree, as the command would see it.
    static func unpack(
        _ image: String, of client: EngineClient, owner: String, at place: DirectPlace
    ) async throws -> DirectTree {
        let inspection = try await client.image(image)
        try await place.clear()
        let specification = ContainerSpec(image: image, command: ["true"], labels: PlimsollLabel.labels(owner: owner))
        let container = try await client.createContainer(specification, name: RunNames(owner: owner).name("direct"))
        do {
            try await extract(container, of: client, at: place)
        } catch {
            try? await shieldedFromCancellation {
                try await client.removeContainer(container, force: true, volumes: true)
                try await place.remove()
            }
            throw error
        }
        try await client.removeContainer(container, force: true, volumes: true)
        return DirectTree(place: place, configuration: inspection.config, container: container)
    }

    private static func extract(_ container: String, of client: EngineClient, at place: DirectPlace) async throws {
        let tar = place.command(
            ["/usr/bin/tar", "--extract", "--numeric-owner", "--file", "-", "--directory", place.path])
        let result = try await Subprocess.run(
            tar, input: .inputWriter, output: .discarded, error: .string(limit: 16_384)
        ) { execution in
            let writer = execution.standardInputWriter
            try await client.exportContainer(container) { chunk in
                _ = try await writer.write(chunk)
            }
            try await writer.finish()
        }
        guard result.terminationStatus.isSuccess else {
            throw LabError("the image could not be unpacked: \(result.standardError)")
        }
    }

    func remove() async throws { try await place.remove() }

    /// Runs the command of the job that it is paired with. Its writes go to the tree or nowhere. A requested stop ends
    /// it; so does cancelling the task. Throws `LabError` when the image does not say what to run, or as whom.
    func run(_ job: StagedJob, order: DirectRecord.Order, stop: StopSignal) async throws -> DirectRecord {
        let arguments = configuration.entrypoint + (job.stream.fixture.command ?? configuration.command)
        guard !arguments.isEmpty else { throw LabError("the image names no command") }
        let user = try DirectUser(
            configuration.user, passwd: DirectFile.text("/etc/passwd", in: place.visiblePath),
            group: DirectFile.text("/etc/group", in: place.visiblePath))
        let files = DirectFiles(
            hostName: String(container.prefix(12)), extraHosts: job.extraHosts, inEngineNetwork: place.engine != nil)
        let resolver = try? String(contentsOfFile: "/etc/resolv.conf", encoding: .utf8)
        var command = DirectCommand(
            root: place.path, hostName: files.hostName, files: files.all(resolver: resolver ?? ""),
            workingDirectory: configuration.workingDirectory.isEmpty ? "/" : configuration.workingDirectory,
            user: user, environment: environment(hostName: files.hostName, home: user.home), arguments: arguments,
            limit: job.settings.workload.timeout)
        return try await place.withNamespace("mnt") { mounts in
            try await place.withNamespace("net") { network in
                command.mountNamespace = mounts
                command.networkNamespace = network
                return await command.run(order: order, stop: stop)
            }
        }
    }

    /// The image's own environment and what an engine adds to it, without this process's.
    private func environment(hostName: String, home: String) -> [String] {
        let given = configuration.environment.filter { $0.contains("=") }
        let defaults = [
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOSTNAME=\(hostName)", "HOME=\(home)",
        ]
        return defaults.filter { entry in
            let name = entry.prefix { $0 != "=" } + "="
            return !given.contains { $0.hasPrefix(name) && (name != "HOME=" || $0 != "HOME=") }
        } + given.filter { $0 != "HOME=" }
    }
}

/// Where an image is unpacked to run its command without an engine. With the embedded engine it is on the engine's own
/// filesystem, so that both runs of a pair write to the same one.
struct DirectPlace: Sendable {
    /// The tree's path as the commands below see it.
    let path: String
    /// The engine's process, whose mount namespace holds the path and whose network commands get; nil: our own.
    let engine: Int32?

    init(on engine: EmbeddedEngine) {
        let inside = engine.dataRoot.replacing(#/^/proc/\d+/root/#, with: "")
        path = (inside as NSString).deletingLastPathComponent + "/direct"
        self.engine = engine.processIdentifier
    }

    /// A place in a run's own directory, for an engine that is not embedded but on this host.
    init(in directory: String) {
        path = directory + "/direct"
        engine = nil
    }

    var visiblePath: String { engine.map { "/proc/\($0)/root\(path)" } ?? path }

    /// A command that runs where the tree's path is valid; its program is given by an absolute path.
    func command(_ words: [String]) -> Subprocess.Configuration {
        let words = (engine.map { ["/usr/bin/nsenter", "--target", "\($0)", "--mount", "--"] } ?? []) + words
        return Subprocess.Configuration(
            executable: .path(FilePath(words[0])), arguments: Arguments(Array(words.dropFirst())))
    }

    // Seen once on a busy Debian 13: rm found a directory not empty whose entries it had just removed.
    private static let remove = #"{ rm -rf "$1" || rm -rf "$1"; }"#

    func clear() async throws { try await shell(Self.remove + #" && mkdir -p "$1""#) }
    func remove() async throws { try await shell(Self.remove) }

    /// Opens a namespace of the engine's process, such as `mnt`, for the body; -1 where there is none to enter.
    func withNamespace<Value>(_ name: String, _ body: (Int32) async throws -> Value) async throws -> Value {
        guard let engine else { return try await body(-1) }
        let file = try FileDescriptor.open("/proc/\(engine)/ns/\(name)", .readOnly, options: .closeOnExec)
        defer { try? file.close() }
        return try await body(file.rawValue)
    }

    private func shell(_ script: String) async throws {
        let result = try await Subprocess.run(
            command(["/bin/sh", "-c", script, "sh", path]), output: .discarded, error: .string(limit: 16_384))
        guard result.terminationStatus.isSuccess else {
            throw LabError("\(result.terminationStatus): \(result.standardError)")
        }
    }
}
