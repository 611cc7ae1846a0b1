import Engine
import Foundation

/// The filesystem that holds an engine's data, where this host can see it.
public struct EngineDisk: Sendable, Equatable {
    /// The engine's data root, as this process can read it.
    public let path: String
    /// Whether the engine is one of Plimsoll's own.
    public let isEmbedded: Bool

    /// Looks for the data root of the engine behind an address.
    ///
    /// The process at the other end of its socket knows the way: an engine may be in a mount namespace of its own, where the
    /// path that it tells leads elsewhere than here.
    /// - Parameter rootDirectory: where the engine says that its data lies.
    /// - Returns: nil for an engine on another host, or one that this user may not look at.
    public static func find(of endpoint: EngineEndpoint, rootDirectory: String) -> EngineDisk? {
        guard case .unix(let socket) = endpoint else { return nil }
        if let engine = EmbeddedEngine.running(behind: socket) {
            return EngineDisk(path: engine.dataRoot, isEmbedded: true)
        }
        guard let process = PeerProcess.identifier(behind: socket), rootDirectory.hasPrefix("/") else { return nil }
        // Another user's process is not to be looked into; that its paths are the host's must be taken for granted then.
        let root = "/proc/\(process)/root"
        let path = access("\(root)/", X_OK) == 0 ? root + rootDirectory : rootDirectory
        return FilesystemUsage(path: path).map { _ in EngineDisk(path: path, isEmbedded: false) }
    }

    /// What the filesystem says now; nil when the engine is gone.
    public func usage() -> FilesystemUsage? {
        FilesystemUsage(path: path)
    }
}
