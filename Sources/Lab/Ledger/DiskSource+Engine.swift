import Engine
import Foundation
import Housekeeping
import Provision

extension DiskSource {
    /// How the disk of a run's engine is read.
    ///
    /// - Parameter embedded: nil for an engine that somebody else runs.
    /// - Throws: `EngineError`.
    static func of(_ client: EngineClient, embedded: EmbeddedEngine?) async throws -> DiskSource {
        guard let embedded else { return try await foreign(client) }
        let dataRoot = embedded.dataRoot
        guard embedded.filesystemIsOwn else { return .walk(dataRoot: dataRoot) }
        let root = (dataRoot as NSString).deletingLastPathComponent
        return .filesystem(root: root, dataRoot: dataRoot) {
            FilesystemUsage(path: dataRoot).map {
                DiskReading(bytes: $0.used, inodes: $0.inodes, size: $0.size)
            }
        }
    }
}
