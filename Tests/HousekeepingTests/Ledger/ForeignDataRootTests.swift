import Engine
import Foundation
import StubEngine
import Testing

@testable import Housekeeping

@Suite struct ForeignDataRootTests {
    private func source(root: String, images: String) async throws -> DiskSource {
        let info = #"{"ID":"x","Driver":"overlay2","DockerRootDir":"\#(root)","NCPU":1,"MemTotal":1}"#
        let routes = StubRoutes().on("GET /info", .json(info)).on("GET /images/json", .json(images))
        return try await StubEngine.withServer(routes) { stub in
            try await EngineClient.withClient(.unix(path: stub.endpointPath)) { try await DiskSource.foreign($0) }
        }
    }

    private func image(_ digits: String) -> String {
        #"{"Id":"sha256:\#(digits)","ParentId":"","RepoTags":["i:1"],"Created":0,"Size":1,"Labels":null}"#
    }

    @Test func aDataRootCountsOnlyWithOneOfTheEnginesImagesInIt() async throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("plimsoll-root-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: root) }
        let store = root + "/image/overlay2/imagedb/content/sha256"
        try FileManager.default.createDirectory(atPath: store, withIntermediateDirectories: true)
        #expect(FileManager.default.createFile(atPath: store + "/abc", contents: nil))

        let own = try await source(root: root, images: "[\(image("def")),\(image("abc"))]")
        guard case .walk(root) = own else {
            Issue.record("the engine's own data root was not known: \(own)")
            return
        }
        for images in ["[\(image("def"))]", "[]"] {
            guard case .unseen = try await source(root: root, images: images) else {
                Issue.record("another's directory was taken for the engine's: \(images)")
                return
            }
        }
    }
}
