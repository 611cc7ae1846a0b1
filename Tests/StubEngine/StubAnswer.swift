/// What the stub answers.
public struct StubAnswer: Sendable {
    /// A part of a body, sent as it stands.
    public enum Piece: Sendable {
        /// Bytes, as one chunk.
        case bytes([UInt8])
        /// Nothing for a while.
        case pause(Duration)
        /// The connection is closed here.
        case cut
        /// Nothing more, until the client closes.
        case silence

        /// A text as one chunk.
        public static func text(_ text: String) -> Piece { .bytes(Array(text.utf8)) }
        /// A text and a line end as one chunk.
        public static func line(_ text: String) -> Piece { .text(text + "\n") }
    }

    /// The HTTP status; nil: no head is ever sent.
    public var status: Int?
    /// Headers beside the body's length and type.
    public var headers: [String: String]
    /// The body.
    public var body: [Piece]
    /// Whether the body goes out in chunks, or whole with its length.
    public var chunked: Bool

    /// An answer with its parts.
    public init(status: Int? = 200, headers: [String: String] = [:], body: [Piece] = [], chunked: Bool = true) {
        self.status = status
        self.headers = headers
        self.body = body
        self.chunked = chunked
    }

    /// Nothing but a status.
    public static func status(_ status: Int) -> StubAnswer { StubAnswer(status: status, chunked: false) }

    /// JSON in one piece.
    public static func json(_ text: String, status: Int = 200) -> StubAnswer {
        StubAnswer(
            status: status, headers: ["Content-Type": "application/json"], body: [.text(text)], chunked: false)
    }

    /// An error as engines say it.
    public static func error(_ status: Int, _ message: String) -> StubAnswer {
        let escaped = message.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return .json("{\"message\":\"\(escaped)\"}", status: status)
    }

    /// Lines, each a chunk.
    public static func lines(_ lines: [String]) -> StubAnswer { StubAnswer(body: lines.map { .line($0) }) }

    /// A body of any pieces.
    public static func stream(_ pieces: [Piece]) -> StubAnswer { StubAnswer(body: pieces) }

    /// No answer at all, until the client closes.
    public static let never = StubAnswer(status: nil, body: [.silence])

    /// The answer to a ping.
    public static func ping(version: String = "1.41") -> StubAnswer {
        StubAnswer(headers: ["API-Version": version, "Builder-Version": "2"], body: [.text("OK")], chunked: false)
    }
}
