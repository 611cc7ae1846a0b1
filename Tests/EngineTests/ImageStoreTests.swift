import Foundation
import Testing

@testable import Engine

/// What engines report of their store: recorded answers, shortened.
@Suite struct ImageStoreTests {
    private func store(_ json: String) throws -> ImageStore {
        try JSONDecoder().decode(EngineInfo.self, from: Data(json.utf8)).imageStore
    }

    @Test(arguments: [
        // 20.10.24, 28.5.2 and Podman 4.3.1; an engine that says nothing.
        #"{"Driver":"overlay2","DriverStatus":[["Backing Filesystem","extfs"],["userxattr","false"]]}"#,
        #"{"Driver":"overlay2","DriverStatus":[["Backing Filesystem","extfs"],["Using metacopy","false"]]}"#,
        #"{"Driver":"overlay","DriverStatus":[["Native Overlay Diff","true"]]}"#, #"{"DriverStatus":null}"#, "{}",
    ])
    func aGraphDriverIsTheEnginesOwnStore(json: String) throws {
        #expect(try store(json) == .layers)
    }

    @Test func aSnapshotterIsContainerds() throws {
        let json = #"{"Driver":"overlayfs","DriverStatus":[["driver-type","io.containerd.snapshotter.v1"]]}"#
        #expect(try store(json) == .containerd)
    }

    @Test(arguments: [
        (#"{"ID":"r","Parents":["a","b"]}"#, ["a", "b"]), (#"{"ID":"r"," Parents":["a"]}"#, ["a"]),
        (#"{"ID":"r","Parent":"a"}"#, ["a"]), (#"{"ID":"r","Parent":""}"#, []),
    ])
    func theParentsOfARecordAreReadUnderEachNameThatEnginesGiveThem(json: String, parents: [String]) throws {
        let record = try JSONDecoder().decode(BuildCacheRecord.self, from: Data(json.utf8))
        #expect(record.parents == parents)
    }
}
