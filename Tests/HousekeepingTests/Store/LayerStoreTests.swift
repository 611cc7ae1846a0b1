import Foundation
import Testing

@testable import Housekeeping

/// What images and cache records keep of Docker's own layers, in stores that the tests make.
@Suite struct LayerStoreTests {
    private static let layers = "image/overlay2/layerdb"

    private static func item(_ values: [(String, String)]) -> BoltBytes.Entry {
        .inline(values.map { ($0.0, .value(#"{"value":"\#($0.1)"}"#)) })
    }

    /// A base, an image on it, and BuildKit's records: one of the image's layer, one of a stage that no image has.
    private func makeRoot(_ folder: AuditFolder) throws {
        for (chain, content, parent, size) in [("c1", "d1", nil, 1000), ("c2", "d2", "sha256:c1", 50)] {
            try folder.write("\(Self.layers)/sha256/\(chain)/cache-id", "dir-\(chain)")
            try folder.write("\(Self.layers)/sha256/\(chain)/diff", "sha256:\(content)")
            try folder.write("\(Self.layers)/sha256/\(chain)/size", "\(size)")
            if let parent { try folder.write("\(Self.layers)/sha256/\(chain)/parent", parent) }
            try folder.write("overlay2/dir-\(chain)/diff/f", [UInt8](repeating: 1, count: 10_000))
        }
        let images = "image/overlay2/imagedb/content/sha256"
        try folder.write("\(images)/base", #"{"rootfs":{"type":"layers","diff_ids":["sha256:d1"]}}"#)
        try folder.write("\(images)/top", #"{"rootfs":{"type":"layers","diff_ids":["sha256:d1","sha256:d2"]}}"#)
        try folder.write(
            "buildkit/metadata_v2.db",
            BoltBytes.database([
                (
                    "_main",
                    .bucket([
                        ("r2", Self.item([("cache.snapshot", "s2")])), ("stage", Self.item([("cache.snapshot", "s3")])),
                    ])
                )
            ]))
        try folder.write(
            "buildkit/snapshots.db",
            BoltBytes.database([
                ("s2", .inline([("chainid", .value("sha256:c2")), ("committed", .value("dir-c2"))])),
                ("s3", .inline([("committed", .value("dir-s3")), ("parent", .value("sha256:c1"))])),
            ]))
    }

    private func withStore(_ body: (LayerStore) throws -> Void) throws {
        try AuditFolder.with { folder in
            try makeRoot(folder)
            try body(try #require(LayerStore(dataRoot: folder.root)))
        }
    }

    @Test func imagesAndRecordsKeepTheLayersAndAllBelow() throws {
        try withStore { store in
            let parts = try store.parts(records: ["r2": 50, "stage": 7])
            let (base, top) = (try #require(parts.images["sha256:base"]), try #require(parts.images["sha256:top"]))
            #expect(parts.sum(base.intersection(top)) == 1000)
            let record = try #require(parts.records["r2"])
            #expect(parts.sum(record) == 1050)
            #expect(record.isSubset(of: top))
            // The stage is on the base, with a directory of its own as large as the engine reports.
            #expect(parts.own(record: "stage") == 7)
            #expect(parts.pinned.isEmpty)
        }
    }

    @Test func recordsThatAreNotAskedForPinTheirLayers() throws {
        try withStore { store in
            let parts = try store.parts(records: [:])
            #expect(parts.sum(parts.pinned) == 1050)
        }
    }

    @Test func layersAreMeasuredOnDiskAndOnlyOnce() throws {
        try withStore { store in
            let measured = store.measured(knowing: ["dir-c1": 5, "gone": 6], within: WalkLimits())
            #expect(measured["dir-c1"] == 5 && measured["gone"] == nil)
            #expect(try #require(measured["dir-c2"]) > 12_288, "three blocks and the directories")
            #expect(store.measured(knowing: [:], within: WalkLimits(time: .zero)).isEmpty)
            let parts = try store.parts(records: [:], measured: measured)
            #expect(parts.sum(try #require(parts.images["sha256:base"])) >= 5)
        }
    }
}
