import Engine

/// The last lines that a container wrote.
enum OutputTail {
    private static let lines = 40
    /// Lines can be of any length: no more than this is kept, in bytes.
    private static let limit = 16_384

    /// Reads them in constant memory, whatever the container wrote.
    ///
    /// - Throws: `EngineError`.
    static func read(of container: String, from client: EngineClient) async throws -> [String] {
        var kept: [UInt8] = []
        try await client.logs(container, tail: lines) { _, chunk in
            kept.append(contentsOf: chunk.readableBytesView)
            if kept.count > 4 * limit { kept.removeFirst(kept.count - limit) }
        }
        return lines(of: kept.suffix(limit))
    }

    /// The last lines of the last bytes of an output.
    static func lines(of bytes: some Collection<UInt8>) -> [String] {
        String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).suffix(lines).map(String.init)
    }
}
