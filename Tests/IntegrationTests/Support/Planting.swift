import Engine
import Fixtures
import Foundation
import Housekeeping
import Provision
import SystemPackage
import Testing

/// Leaves one thing of each kind behind on an embedded engine and in a workspace, each by the means by which such a thing comes
/// about, and says what it left.
struct Planting: Sendable {
    let engine: EmbeddedEngine
    let client: EngineClient
    let workspace: String

    /// What audits should name: the kind and the name, in one piece.
    typealias Expected = Set<String>

    static func text(_ object: AuditedObject) -> String { "\(object.kind.rawValue) \(object.name)" }

    /// Runs a line of shell in the engine's own namespaces, in which `$1` is the engine's directory.
    func inside(_ line: String, processes: Bool = false) async throws {
        let quoted = line.replacingOccurrences(of: "'", with: "'\\''")
        try await Shell.run(
            "nsenter --target \(engine.processIdentifier) --mount --net \(processes ? "--pid" : "") -- sh -c '\(quoted)'"
        )
    }

    func plantAll() async throws -> Expected {
        var expected = try await plantOnEngine()
        try await inside("mkdir /run/engine/mounted && mount -t tmpfs planted /run/engine/mounted")
        expected.insert("mount /run/engine/mounted")
        try await inside("ip link add planted0 type bridge")
        expected.insert("interface planted0")
        try await inside("touch /run/engine/namespace && unshare --net=/run/engine/namespace true", processes: true)
        expected.insert("network_namespace /run/engine/namespace")
        try await Shell.run(
            "mkdir $(ls -d /sys/fs/cgroup/\(engine.controlGroup) /sys/fs/cgroup/*/\(engine.controlGroup) 2>/dev/null | head -1)/planted"
        )
        expected.insert("cgroup /\(engine.controlGroup)/planted")
        // Forked twice and in a session of its own: nobody who started it knows of it any more.
        try await inside("(setsid sleep 3171 </dev/null >/dev/null 2>&1 &)", processes: true)
        expected.insert("process sleep 3171")
        let lost = String(repeating: "ab12", count: 16)
        try await Shell.run(
            "mkdir -p '\(engine.dataRoot)/overlay2/\(lost)/diff' && head -c 1000000 /dev/urandom > '\(engine.dataRoot)/overlay2/\(lost)/diff/f'"
        )
        expected.insert("overlay_directory \(lost)")
        try await Shell.run("mkdir '\(workspace)/left' && touch '\(workspace)/left/file'")
        expected.insert("file left")
        try await inside("touch /run/engine/tmp/planted")
        expected.insert("file /run/engine/tmp/planted")
        // At the top of the data directory, where the engine keeps only directories and its own identity.
        try await inside("touch /run/engine/data/planted")
        expected.insert("file /run/engine/data/planted")
        return expected
    }

    private func plantOnEngine() async throws -> Expected {
        _ = try await client.createContainer(
            ContainerSpec(image: TestEngine.tinyImage, command: ["true"]), name: "planted")
        try await client.tag(TestEngine.tinyImage, repository: "planted", tag: "1")
        let volume = try await client.createVolume(name: "planted")
        let network = try await client.createNetwork(name: "planted")
        var expected: Expected = [
            "container planted", "image planted:1", "volume \(volume.name)", "network planted",
            // A network has a bridge of its own, and both are left.
            "interface br-\(network.prefix(12))",
        ]
        // Of an image that is built without a name nothing but the image is left: it has no layer of its own.
        let unnamed = try await build(.legacy, "FROM \(TestEngine.tinyImage)\nLABEL planted=1\n", tags: [])
        expected.insert("dangling_image \(try #require(unnamed))")
        // The cache of a build whose image is removed again.
        let before = Set(try await client.buildCache().map(\.id))
        _ = try await build(
            .buildkit, "FROM \(TestEngine.tinyImage)\nRUN head -c 100000 /dev/zero > /planted\n",
            tags: ["planted:cache"])
        try await client.removeImage("planted:cache")
        for record in try await client.buildCache() where !before.contains(record.id) {
            expected.insert("build_cache \(record.id)")
        }
        return expected
    }

    /// Builds an image, and returns the id of the newest image without a name.
    private func build(_ builder: BuilderKind, _ dockerfile: String, tags: [String]) async throws -> String? {
        try await Scratch.with { scratch in
            try scratch.write(dockerfile, to: "Dockerfile")
            let context = try BuildContext.scan(root: FilePath(scratch.root), dockerfile: "Dockerfile")
            let result = try await client.build(BuildRequest(builder: builder, tags: tags), context: context.archive)
            #expect(result.error == nil, "\(result.outputTail)")
            return try await client.images().first { $0.tags.isEmpty }?.id
        }
    }
}
