import Engine
import Foundation

/// Where an engine's mutex lies, so that all processes of a host that name the same engine meet.
public enum MutexPlace {
    /// Where the sockets of embedded engines are. What lies beside a socket goes with its engine.
    private static let embeddedEngines = "/run/plimsoll"
    /// Where everybody may put lock files, by the Filesystem Hierarchy Standard; the rest is for hosts without.
    private static let bases = ["/run/lock", "/var/lock", "/tmp"]

    /// The mutex's directory for the engine of a client. Its parent is made where it is missing.
    ///
    /// - Throws: `EngineError` when the engine cannot be asked who it is.
    public static func directory(of client: EngineClient) async throws -> String {
        if let beside = directory(besideSocketOf: client.endpoint) { return beside }
        let base = bases.first { FileManager.default.fileExists(atPath: $0) } ?? "/tmp"
        let parent = "\(base)/plimsoll"
        // Everybody may add an engine's directory; the sticky bit keeps others from removing it.
        if mkdir(parent, 0o1777) == 0 { chmod(parent, 0o1777) }
        return "\(parent)/\(try await key(of: client))"
    }

    /// The mutex's directory of an embedded engine, which need not be asked for it; nil for any other engine.
    public static func directory(besideSocketOf endpoint: EngineEndpoint) -> String? {
        guard case .unix(let path) = endpoint else { return nil }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().resolvingSymlinksInPath()
        guard folder.deletingLastPathComponent().path == embeddedEngines else { return nil }
        return folder.path + "/mutex"
    }

    /// What an engine is called in the names of files: its own identity, whichever way it is reached.
    ///
    /// Podman draws a new identity for every answer: there the address must do.
    /// - Throws: `EngineError`.
    public static func key(of client: EngineClient) async throws -> String {
        let identity = try await client.info().id
        let parts = try await client.version().components
        let isPodman = parts.contains { $0.name.localizedCaseInsensitiveContains("podman") }
        return name(for: identity.isEmpty || isPodman ? client.endpoint.description : identity)
    }

    /// A text as the name of a file.
    static func name(for text: String) -> String {
        String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    }
}
