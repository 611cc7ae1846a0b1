/// What BuildKit may ask for during a build: the context and the Dockerfile, apart, as docker's own client offers them.
public protocol SyncedFiles: Sendable {
    /// Under this key the engine keeps what it received, and is sent only what changed when the key comes again.
    var key: String { get }
    /// The files of a directory; none where there is no such directory.
    ///
    /// - Parameters:
    ///   - directory: `context` or `dockerfile`.
    ///   - paths: what the engine will look at; empty: everything. More may be listed.
    func list(_ directory: String, following paths: [String]) throws -> [SyncedFile]
    /// Told of every message that is sent, by its length in bytes.
    func didSend(_ bytes: Int)
}
