import Engine
import Foundation

extension DiskSource {
    /// Where an engine that somebody else runs keeps its data, if it can be read here.
    ///
    /// A path of the engine's may be there on this host and be another's: it counts only where one of the engine's images
    /// has its configuration in it.
    ///
    /// - Throws: `EngineError`.
    public static func foreign(_ client: EngineClient) async throws -> DiskSource {
        guard case .unix = client.endpoint else { return .unseen("the engine is not on this host") }
        let info = try await client.info()
        let images = try await client.images()
        guard !images.isEmpty else {
            return .unseen("the engine has no image by which its data root would be known")
        }
        let stores = [
            "\(info.rootDirectory)/image/\(info.storageDriver)/imagedb/content/sha256",
            "\(info.rootDirectory)/\(info.storageDriver)-images",
        ]
        let names = images.prefix(8).map { $0.id.replacing("sha256:", with: "") }
        let isThere = names.contains { name in
            stores.contains { FileManager.default.fileExists(atPath: "\($0)/\(name)") }
        }
        guard isThere else {
            return .unseen("the engine's data root \(info.rootDirectory) cannot be read on this host")
        }
        return .walk(dataRoot: info.rootDirectory)
    }
}
