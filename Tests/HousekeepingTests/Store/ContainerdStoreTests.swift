import Engine
import Foundation
import Testing

@testable import Housekeeping

/// What images and cache records keep on containerd's store, in stores that the tests make.
@Suite struct ContainerdStoreTests {
    private static let block = 4096
    /// What a snapshot's directories take besides.
    private static let directories = 8192

    /// A base, an image on it that BuildKit built, and BuildKit's record of the step: a blob that both keep, and a
    /// snapshot of each.
    private var store: ContainerdFolder {
        var store = ContainerdFolder()
        store.snapshots = [("base", "", 1_000_000), ("layer", "base", 300_000), ("record", "base", 300_000)]
        store.engine.blobs = [
            ("sha256:m", [ContainerdFolder.content("sha256:c"), ContainerdFolder.content("sha256:l")]),
            ("sha256:c", [ContainerdFolder.snapshot("layer")]), ("sha256:l", []),
            ("sha256:bm", [ContainerdFolder.content("sha256:bc")]), ("sha256:bc", [ContainerdFolder.snapshot("base")]),
        ]
        store.engine.images = [("a:1", "sha256:m"), ("a:2", "sha256:m"), ("base:1", "sha256:bm")]
        store.engine.leases = [
            ("record", ["sha256:l"], ["record"], [ContainerdFolder.flat]),
            ("record-variants", ["sha256:l"], [], []),
        ]
        return store
    }

    private func parts(_ store: ContainerdFolder, records: [String: Int] = ["record": 5]) throws -> StoredParts {
        try AuditFolder.with { folder in
            try store.write(to: folder)
            return try ContainerdStore(dataRoot: "\(folder.root)/data").parts(records: records)
        }
    }

    @Test func anImageKeepsItsBlobsAndTheSnapshotsOfAllItsLayers() throws {
        let parts = try parts(store)
        let image = try #require(parts.images["sha256:m"])
        #expect(parts.sum(image) == 3 * Self.block + 1_300_000 + 2 * Self.directories)
        // The base keeps its own snapshot, so the image's removal frees the rest.
        #expect(parts.own(image: "sha256:m") == 3 * Self.block + 300_000 + Self.directories)
    }

    @Test func aRecordKeepsASnapshotOfItsOwnBesideTheBlobThatAnImageHas() throws {
        let parts = try parts(store)
        #expect(parts.own(record: "record") == 300_000 + Self.directories)
        let both = try #require(parts.records["record"]).intersection(parts.images["sha256:m"] ?? [])
        #expect(parts.sum(both) == Self.block + 1_000_000 + Self.directories, "the blob and the base")
        #expect(parts.pinned.isEmpty)
    }

    @Test func whatAForeignLeaseOrAnotherNamespaceKeepsIsPinned() throws {
        var store = store
        // The history keeps the manifest, with an entry of its own that refers to no layer.
        store.history.blobs = [("sha256:m", [])]
        store.history.leases = [("ref", ["sha256:m"], [], [])]
        let parts = try parts(store, records: [:])
        #expect(parts.sum(parts.pinned) == 2 * Self.block + 1_300_000 + 2 * Self.directories)
        #expect(parts.records.isEmpty)
    }

    @Test func aLeaseThatExpiredKeepsNothing() throws {
        var store = store
        store.engine.leases = [
            ("1-a", ["sha256:m"], [], [("containerd.io/gc.expire", "2020-01-01T00:00:00Z")]),
            ("2-b", ["sha256:bm"], [], [("containerd.io/gc.expire", "2999-01-01T00:00:00Z")]),
        ]
        let parts = try parts(store)
        #expect(parts.sum(parts.pinned) == 2 * Self.block + 1_000_000 + Self.directories)
    }

    @Test func aSnapshotThatABuildMayWriteToCountsAsTheEngineReportsIt() throws {
        var store = store
        store.snapshots.append(("open", "", nil))
        store.engine.leases.append(("open", [], ["open"], [ContainerdFolder.flat]))
        let parts = try parts(store, records: ["record": 5, "open": 777])
        #expect(parts.own(record: "open") == 777)
    }

    @Test func directoriesAndBlobsThatNothingKeepsAreFound() throws {
        var store = store
        store.snapshots.append(("lost", "", 10))
        try AuditFolder.with { folder in
            try store.write(to: folder)
            try folder.directory("\(ContainerdFolder.root)/io.containerd.snapshotter.v1.overlayfs/snapshots/99")
            try store.write("sha256:stray", to: folder)
            #expect(ContainerdStore.snapshotter(inUseBy: "\(folder.root)/data") == "overlayfs")
            let found = try ContainerdStore(dataRoot: "\(folder.root)/data").unreferenced()
            #expect(Set(found.snapshots.map(\.name)) == ["overlayfs/4", "overlayfs/99"])
            #expect(found.blobs.map(\.name) == ["sha256:stray"])
            // An engine that used Docker's own store has its images there.
            try folder.directory("data/image/overlay2")
            #expect(ContainerdStore.snapshotter(inUseBy: "\(folder.root)/data") == nil)
        }
    }

    @Test func aStoreThatIsNotThereCannotBeRead() throws {
        let reader = StoreReader(dataRoot: "/nowhere/to be found")
        for store in [ImageStore.layers, .containerd] {
            #expect(throws: StoreError.self) { try reader.read(store, records: []) }
        }
    }
}
