import Model

package struct EngineError: CodedFailure {
    package enum Code: String, Sendable, CaseIterable {
        case invalidEndpoint = "invalid_endpoint"
        /// Nothing listens there: the socket is missing, or the connection was refused.
        case unreachable
        /// This user may not open the socket, or TLS was refused.
        case permissionDenied = "permission_denied"
        case tooOld = "too_old"
        /// It speaks no API that is old enough for Plimsoll.
        case tooNew = "too_new"
        /// It has no such builder.
        case noBuilder = "no_builder"
        /// The named object does not exist (404).
        case notFound = "not_found"
        /// The object is in a state that forbids it (409).
        case conflict
        /// The engine refused the request (any other 4xx).
        case refused
        /// The engine failed on the request (5xx), or reported an error inside a stream.
        case failed
        /// The engine sent nothing within the time allowed.
        case timedOut = "timed_out"
        case streamBroken = "stream_broken"
        case cancelled
        case badAnswer = "bad_answer", noSpace = "no_space"
        /// The engine could not reach the registry in an image's name, or lost the connection to it.
        case registryUnreachable = "registry_unreachable"
    }

    package var code: Code
    package var message: String
    package var endpoint: String
    /// The request that failed, e.g. `POST /build`; nil if none was sent.
    package var request: String?
    package var status: Int?
    package var hint: String?

    package init(
        code: Code, message: String, endpoint: String, request: String? = nil, status: Int? = nil, hint: String? = nil
    ) {
        (self.code, self.message, self.endpoint, self.request) = (code, message, endpoint, request)
        (self.status, self.hint) = (status, hint)
    }

    package var isUsage: Bool { code == .invalidEndpoint }

    package var description: String {
        [endpoint, request, message].compactMap(\.self).joined(separator: ": ") + (hint.map { " (\($0))" } ?? "")
    }

    /// The same error, its code derived from the engine's message about the registry. Engines report registry errors
    /// with a status of their own, or inside a stream without one.
    func ofRegistry() -> EngineError {
        guard code == .failed || code == .notFound || code == .refused else { return self }
        let words = message.lowercased()
        func says(_ phrases: String...) -> Bool { phrases.contains { words.contains($0) } }
        var error = self
        if says("manifest unknown", "name unknown", "not found", "repository does not exist", "does not exist locally")
        {
            error.code = .notFound
        } else if says("unauthorized", "authentication required", "denied") {
            error.code = .refused
        } else if says(
            "connection refused", "connection reset", "no such host", "i/o timeout", "no route to host",
            "network is unreachable", "server misbehaving", "server gave http response to https client",
            "tls handshake timeout", "context deadline exceeded", "unexpected eof", ": eof", "broken pipe",
            "received unexpected http status: 5")
        {
            error.code = .registryUnreachable
            error.hint = "is the registry up, and can the engine reach it? see plimsoll registry status"
        }
        return error
    }
}
