/// Why a request to an engine did not give what was asked for.
public struct EngineError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure, by which callers decide.
    public enum Code: String, Sendable, CaseIterable {
        /// The endpoint's text names no engine.
        case invalidEndpoint = "invalid_endpoint"
        /// Nothing listens there: the socket is missing, or the connection was refused.
        case unreachable
        /// The socket may not be opened by this user, or TLS was refused.
        case permissionDenied = "permission_denied"
        /// The engine's API is older than Plimsoll speaks.
        case tooOld = "too_old"
        /// The named object does not exist (404).
        case notFound = "not_found"
        /// The object is in a state that forbids it (409).
        case conflict
        /// The engine refused the request (any other 4xx).
        case refused
        /// The engine failed on the request (5xx), or said so inside a stream.
        case failed
        /// Nothing was heard from the engine for the time allowed.
        case timedOut = "timed_out"
        /// The connection or a stream ended before its end.
        case streamBroken = "stream_broken"
        /// The calling task was cancelled; the connection was closed.
        case cancelled
        /// The engine answered what cannot be read, or more than is allowed.
        case badAnswer = "bad_answer"
        /// The engine has no space left on its device.
        case noSpace = "no_space"
        /// The engine could not reach the registry in an image's name, or lost it.
        case registryUnreachable = "registry_unreachable"
    }

    /// The kind of failure.
    public var code: Code
    /// What went wrong, in the engine's own words where it said any.
    public var message: String
    /// The engine that was asked, as its endpoint is written.
    public var endpoint: String
    /// The request that failed, as `POST /build`; nil when none was sent.
    public var request: String?
    /// The HTTP status of the answer, if there was one.
    public var status: Int?
    /// What to do about it; nil when the message says all there is.
    public var hint: String?
    /// The error underneath, if there was one.
    public var cause: (any Error)?

    /// An error with all its parts.
    public init(
        code: Code, message: String, endpoint: String, request: String? = nil, status: Int? = nil, hint: String? = nil,
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.endpoint = endpoint
        self.request = request
        self.status = status
        self.hint = hint
        self.cause = cause
    }

    /// One line: what was asked of whom, what it said, what to do.
    public var description: String {
        var text = endpoint
        if let request { text += ": \(request)" }
        text += ": \(message)"
        if let hint { text += " (\(hint))" }
        return text
    }

    /// The error for an endpoint that cannot be read.
    static func invalidEndpoint(_ text: String, _ reason: String) -> EngineError {
        EngineError(
            code: .invalidEndpoint, message: "not an engine's address: \(reason)", endpoint: text,
            hint: "write unix:///path/to/socket or tcp://host:port")
    }
}
