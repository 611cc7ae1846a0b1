extension EngineError {
    /// The same error, its kind told by the engine's words about the registry: engines pass them on with a status of their
    /// own, or inside a stream without any.
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
            error.hint = "is the registry up, and may the engine reach it? see plimsoll registry status"
        }
        return error
    }
}
