import Foundation
import Testing

@testable import Housekeeping

/// What is read of an engine's data root, in data roots that the tests make.
@Suite struct StoreTests {
    private static func record(_ values: [(String, String)]) -> BoltBytes.Entry {
        .inline(values.map { ($0.0, .value(#"{"value":\#($0.1)}"#)) })
    }

    /// A root with two layers, a container, and five records of BuildKit's cache.
    private func makeRoot(_ folder: AuditFolder) throws {
        let layers = "image/overlay2/layerdb"
        try folder.write("\(layers)/sha256/aaa/cache-id", "layer1")
        try folder.write("\(layers)/sha256/bbb/cache-id", "layer2")
        try folder.write("\(layers)/mounts/container1/mount-id", "mount1")
        try folder.write("\(layers)/mounts/container1/init-id", "mount1-init")
        try folder.write(
            "buildkit/metadata_v2.db",
            BoltBytes.database([
                ("_index", .inline([("chainid:x::r1", .value(""))])),
                (
                    "_main",
                    .bucket([
                        (
                            "r1",
                            Self.record([("cache.createdAt", "1700000000500000000"), ("cache.description", #""a}b""#)])
                        ),
                        ("r2", Self.record([("cache.equalMutable", #""r3""#), ("snapshot.size", "5")])),
                        ("r3", Self.record([])),
                        ("r4", Self.record([("cache.deleted", "true")])),
                        ("r5", Self.record([("cache.snapshot", #""s5""#)])),
                    ])
                ),
            ]))
        try folder.write(
            "buildkit/snapshots.db",
            BoltBytes.database([
                ("r1", .inline([("committed", .value("d1"))])), ("r3", .inline([("parent", .value("r1"))])),
                ("s5", .inline([("committed", .value("d5"))])), ("gone", .inline([("committed", .value("d6"))])),
                ("sha256:aaa", .inline([])),
            ]))
        for name in ["l", "layer1", "layer2", "mount1", "mount1-init", "d1", "r3", "r4", "d5"] {
            try folder.directory("overlay2/\(name)")
        }
    }

    @Test func recordsAreCountedOnceAndLeadToTheirDirectories() throws {
        try AuditFolder.with { folder in
            try makeRoot(folder)
            let store = try BuildKitStore(dataRoot: folder.root)
            // A pair counts once, a record that is being deleted not at all.
            #expect(Set(store.records.map(\.identity)) == ["r1", "r2", "r5"])
            #expect(store.records.first { $0.identity == "r2" }?.name == "r3", "as the engine names the pair")
            #expect(store.records.first { $0.identity == "r1" }?.madeAt == Date(timeIntervalSince1970: 1_700_000_000.5))
            #expect(store.directories.isSuperset(of: ["d1", "r3", "r4", "d5"]))
            #expect(!store.directories.contains("d6"))
        }
    }

    @Test func directoriesThatNothingRefersToAreFoundAndNoOthers() throws {
        try AuditFolder.with { folder in
            try makeRoot(folder)
            let store = try BuildKitStore(dataRoot: folder.root)
            let overlay = OverlayStore(dataRoot: folder.root)
            #expect(overlay.isThere)
            #expect(overlay.unreferenced(besides: store.directories) == [])
            // A snapshot that no record has, a layer whose record is gone, a removal that was broken off, and one never known.
            try folder.directory("overlay2/d6", "overlay2/lost/diff", "overlay2/half-removing", "overlay2/layer3")
            try folder.write("overlay2/lost/diff/f", [UInt8](repeating: 1, count: 10_000))
            let found = overlay.unreferenced(besides: store.directories)
            #expect(Set(found.map(\.name)) == ["d6", "lost", "half-removing", "layer3"])
            let lost = try #require(found.first { $0.name == "lost" }?.path)
            let bytes = try #require(HostFiles.allocated(lost))
            #expect((10_000...40_000).contains(bytes), "\(bytes)")
        }
    }

    @Test func anEngineThatStoresOtherwiseIsToldApart() throws {
        try AuditFolder.with { folder in
            try folder.directory("vfs")
            #expect(!OverlayStore(dataRoot: folder.root).isThere)
            #expect(throws: BoltFile.Problem.notReadable) { try BuildKitStore(dataRoot: folder.root) }
        }
    }

    @Test func filesOfTheEnginesAreWhatNoContainerHas() throws {
        try AuditFolder.with { folder in
            // The test's own process has the root of the host: the paths are as the engine's would be.
            let host = EngineHost(process: getpid(), dataRoot: "\(folder.root)/data", cgroup: "none", directories: [])
            try folder.directory("data/containers/known", "data/containers/lost", "data/buildkit/executor/step", "tmp")
            try folder.write("data/buildkit/executor/resolv.conf", "kept by BuildKit")
            try folder.write("data/tmp/half", "1")
            try folder.write("tmp/half", "2")
            let found = EngineFiles(host: host).objects(sparing: ["known"]).map {
                $0.name.replacing(folder.root, with: "")
            }
            #expect(
                Set(found).isSuperset(of: [
                    "/data/containers/lost", "/data/buildkit/executor/step", "/data/tmp/half", "/tmp/half",
                ]))
            #expect(!found.contains { $0.hasSuffix("known") || $0.hasSuffix("resolv.conf") })
        }
    }

    /// At the top of the data directory whatever the engine does not keep there itself is told, of any kind.
    @Test func strangersAtTheTopOfTheDataDirectoryAreTold() throws {
        try AuditFolder.with { folder in
            let host = EngineHost(process: getpid(), dataRoot: "\(folder.root)/data", cgroup: "none", directories: [])
            let kept = ["buildkit", "containers", "image", "network", "overlay2", "tmp", "volumes", "lost+found"]
            for name in kept { try folder.directory("data/\(name)") }
            try folder.write("data/engine-id", "kept by the engine")
            try folder.write("data/left", "a plain file")
            try folder.directory("data/left-directory")
            try folder.write("data/containers/left", "no container")
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder.root)/data/left-link", withDestinationPath: "/nowhere")
            #expect(mkfifo("\(folder.root)/data/left-pipe", 0o600) == 0)
            let found = EngineFiles(host: host).objects(sparing: []).map { $0.name }.filter {
                $0.hasPrefix(folder.root)
            }
            #expect(
                Set(found.map { $0.replacing("\(folder.root)/data/", with: "") }) == [
                    "left", "left-directory", "left-link", "left-pipe", "containers/left",
                ])
        }
    }
}
