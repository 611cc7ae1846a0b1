import Logging

/// The limits that a client keeps.
public struct EngineClientOptions: Sendable {
    /// How long a request may be silent, in both directions, before it fails with ``EngineError/Code/timedOut``.
    /// A container's wait and the event stream, which are silent by nature, have no such limit.
    public var silenceTimeout: Duration
    /// How long the engine may take to open a connection and to answer the first ping.
    public var connectTimeout: Duration
    /// The longest body, in bytes, that is read whole (JSON answers).
    public var bodyLimit: Int
    /// The longest line, in bytes, of a progress stream.
    public var lineLimit: Int
    /// How many connections may be open at once; more requests wait.
    public var connectionLimit: Int
    /// Where the HTTP client logs; nil: nowhere.
    public var logger: Logger?

    /// The defaults: 10 minutes of silence, 30 s to connect, 64 MB a body, 4 MB a line, 512 connections.
    public init(
        silenceTimeout: Duration = .seconds(600), connectTimeout: Duration = .seconds(30), bodyLimit: Int = 64 << 20,
        lineLimit: Int = 4 << 20, connectionLimit: Int = 512, logger: Logger? = nil
    ) {
        self.silenceTimeout = silenceTimeout
        self.connectTimeout = connectTimeout
        self.bodyLimit = bodyLimit
        self.lineLimit = lineLimit
        self.connectionLimit = connectionLimit
        self.logger = logger
    }
}
