/// What BuildKit may ask for during a build: the context and the Dockerfile, apart, as docker's own client offers them.
public protocol SyncedFiles: Sendable {
    /// The engine keeps what it received under this key. When the key comes again it is sent only what changed.
    var key: String { get }
    /// The files of a directory; none where there is no such directory.
    ///
    /// - Parameters:
    ///   - directory: `context` or `dockerfile`.
    ///   - paths: what the engine will look at; empty: everything. More may be listed.
    func list(_ directory: String, following paths: [String]) throws -> [SyncedFile]
    /// Called for every message that is sent, with its length in bytes.
    func didSend(_ bytes: Int)
}
