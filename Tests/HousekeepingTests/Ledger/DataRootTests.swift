import Foundation
import Testing

@testable import Housekeeping

/// Whose files are, and what a walk over them finds.
@Suite struct DataRootTests {
    @Test(arguments: [
        ("overlay2/0ab/diff/usr/lib/x", DataRootArea.layerContent), ("overlay2/0ab/diff", .layerContent),
        ("overlay2/0ab/link", .layerRecords), ("overlay2/0ab/work", .layerRecords), ("overlay2/0ab", .layer),
        ("overlay2/l/ABC", .layerRecords), ("overlay2", .layers), ("volumes/v/_data/overlay2/x", .volumeContent),
        ("volumes/metadata.db", .volumeRecords), ("volumes/v", .volume), ("volumes/v/opts.json", .volumeRecords),
        ("image/overlay2/layerdb/sha256/1/tar-split.json.gz", .imageRecords),
        ("containers/1/1-json.log", .containerRecords),
        ("containerd/daemon/io.containerd.content.v1.content/blobs/sha256/1", .blobs),
        ("containerd/daemon/io.containerd.content.v1.content/ingest/1", .containerd),
        ("containerd/daemon/io.containerd.snapshotter.v1.overlayfs/snapshots/7/fs/bin", .layerContent),
        ("containerd/daemon/io.containerd.snapshotter.v1.overlayfs/snapshots/7/work", .layerRecords),
        ("containerd/daemon/io.containerd.snapshotter.v1.overlayfs/metadata.db", .containerd), ("rootfs", .engineOther),
        ("buildkit/cache.db", .buildRecords), ("containerd/daemon/io.containerd.metadata.v1.bolt/meta.db", .containerd),
        ("network/files/local-kv.db", .engineOther), ("tmp/docker-import-1", .engineOther), ("engine-id", .engineOther),
        ("planted", .foreign), ("diff/x", .foreign), ("lost+found", .filesystem),
    ])
    func areasAreKnownByTheirNames(path: String, area: DataRootArea) {
        #expect(path.split(separator: "/").reduce(DataRootArea.dataRoot) { $0.child(String($1)) } == area)
    }

    @Test func aboveTheDataRootOnlyTheWayToItIsTheEngines() {
        let root = DataRootArea.above(["engine", "data"])
        #expect(root.child("engine").child("data") == .dataRoot)
        #expect(root.child("engine").child("data").child("overlay2") == .layers)
        #expect(root.child("lost+found") == .filesystem)
        #expect(root.child("etc") == .engineOther)
        #expect(root.child("direct") == .foreign)
        // The way's second name at its first place leads nowhere.
        #expect(root.child("data") == .foreign)
    }

    private func withTree<Value>(_ body: (String) throws -> Value) throws -> Value {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("plimsoll walk ü \(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: root) }
        for folder in ["overlay2/1/diff/a", "overlay2/1/work", "overlay2/l", "volumes/v/_data"] {
            try FileManager.default.createDirectory(
                atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
        }
        return try body(root)
    }

    private func write(_ count: Int, to path: String) throws {
        try Data((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }).write(to: URL(fileURLWithPath: path))
    }

    private func allocated(_ path: String) throws -> Int {
        var information = stat()
        try #require(lstat(path, &information) == 0)
        return Int(information.st_blocks) * 512
    }

    @Test func aWalkCountsLengthsAndBlocksByArea() throws {
        try withTree { root in
            try write(10_000, to: "\(root)/overlay2/1/diff/a/f")
            try write(1, to: "\(root)/overlay2/1/diff/g")
            try write(300_000, to: "\(root)/volumes/v/_data/h")
            try write(26, to: "\(root)/overlay2/1/link")
            let tally = try DataRootWalk.tally(root, as: .dataRoot, within: WalkLimits())
            #expect(tally[.layerContent].lengths == 10_001)
            #expect(tally[.volumeContent].lengths == 300_000)
            let files = try allocated("\(root)/overlay2/1/diff/a/f") + allocated("\(root)/overlay2/1/diff/g")
            #expect(tally[.layerContent].allocated == files)
            #expect(tally[.layerContent].inodes == 4)
            let records = try ["overlay2/1/link", "overlay2/1/work", "overlay2/l"].reduce(0) {
                $0 + (try allocated("\(root)/\($1)"))
            }
            #expect(tally[.layerRecords].onDisk == records)
            // The root itself, nine directories and four files below it.
            #expect(tally.whole.inodes == 14)
            #expect(tally[.dataRoot].inodes == 1)
        }
    }

    @Test func aFileOfSeveralNamesCountsOnce() throws {
        try withTree { root in
            try write(5000, to: "\(root)/overlay2/1/diff/f")
            try FileManager.default.linkItem(atPath: "\(root)/overlay2/1/diff/f", toPath: "\(root)/overlay2/1/diff/a/g")
            let tally = try DataRootWalk.tally(root, as: .dataRoot, within: WalkLimits())
            #expect(tally[.layerContent].lengths == 5000)
            #expect(tally[.layerContent].inodes == 3)
        }
    }

    @Test func linksAreNotFollowedAndHolesTakeNothing() throws {
        try withTree { root in
            try FileManager.default.createSymbolicLink(
                atPath: "\(root)/overlay2/1/diff/up", withDestinationPath: "../../..")
            let sparse = "\(root)/overlay2/1/diff/sparse"
            #expect(FileManager.default.createFile(atPath: sparse, contents: nil))
            try #require(truncate(sparse, 1 << 30) == 0)
            let tally = try DataRootWalk.tally(root, as: .dataRoot, within: WalkLimits())
            #expect(tally[.layerContent].lengths == 1 << 30 + 8)
            #expect(tally[.layerContent].allocated < 1 << 20)
        }
    }

    @Test func aNameThatIsNoTextIsCountedToo() throws {
        try withTree { root in
            let name = Array("\(root)/overlay2/1/diff/".utf8CString.dropLast()) + [-1, -2, 0]
            let descriptor = open(name, O_CREAT | O_WRONLY, 0o600)
            try #require(descriptor >= 0)
            #expect(Glibc.write(descriptor, "seven..", 7) == 7)
            close(descriptor)
            #expect(try DataRootWalk.tally(root, as: .dataRoot, within: WalkLimits())[.layerContent].lengths == 7)
        }
    }

    @Test func aWalkKeepsItsBounds() throws {
        try withTree { root in
            for number in 0..<600 { try write(1, to: "\(root)/overlay2/1/diff/\(number)") }
            for limits in [WalkLimits(entries: 100), WalkLimits(time: .zero)] {
                let error = #expect(throws: LedgerError.self) {
                    try DataRootWalk.tally(root, as: .dataRoot, within: limits)
                }
                #expect(error?.code == .tooLarge)
            }
        }
        let error = #expect(throws: LedgerError.self) {
            try DataRootWalk.tally("/nowhere/to be found", as: .dataRoot, within: WalkLimits())
        }
        #expect(error?.code == .unreadable)
    }

    @Test func aWalkStaysOnItsFilesystem() throws {
        var devices = stat()
        var terminals = stat()
        try #require(stat("/dev", &devices) == 0 && stat("/dev/pts", &terminals) == 0)
        try #require(devices.st_dev != terminals.st_dev, "/dev/pts is mounted on every Linux host")
        let tally = try DataRootWalk.tally("/dev", as: .above(["pts"]), within: WalkLimits())
        #expect(tally.whole.inodes > 1)
        #expect(tally[.dataRoot].inodes == 0)
    }
}
