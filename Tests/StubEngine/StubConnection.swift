import FlyingSocks

/// One client's connection: requests in, answers out, one after the other.
struct StubConnection: Sendable {
    /// The answer ends here, and the connection with it.
    private struct Ended: Error {}

    let socket: AsyncSocket
    let pool: any AsyncSocketPool
    let stub: StubEngine

    func serve() async {
        stub.opened()
        var wire = StubWire(socket, pool)
        // What goes wrong on a connection is its client's to notice.
        do { while try await serveOne(&wire) {} } catch is StubRequest.Malformed {
            try? await send(.status(400), &wire)
        } catch {}
        wire.close()
    }

    /// Answers the next request, and returns whether there may be another.
    private func serveOne(_ wire: inout StubWire) async throws -> Bool {
        var request = try await StubRequest(from: &wire)
        let answer: StubAnswer
        do {
            try await request.readBody(from: &wire)
            answer = await stub.answer(request)
            try await send(answer, hasBody: request.method != "HEAD", &wire)
        } catch let error as SocketError {
            if !Task.isCancelled { stub.clientClosed() }
            throw error
        }
        // The connection is no longer HTTP, and the client's to close.
        if answer.status == 101 { try await wire.pause(until: nil) }
        return !request.isLast
    }

    private func send(_ answer: StubAnswer, hasBody: Bool = true, _ wire: inout StubWire) async throws {
        let isChunked = answer.isFramed && answer.chunked
        // Sent with the first piece, so that a short answer is one write.
        var head = answer.head
        for piece in answer.body {
            switch piece {
            case .bytes(let bytes):
                // An empty chunk would end the body.
                guard hasBody, !bytes.isEmpty else { continue }
                try await wire.send(head + (isChunked ? bytes.chunk : bytes))
            case .pause(let duration):
                try await wire.send(head)
                try await wire.pause(until: .now + duration)
            case .silence:
                try await wire.send(head)
                try await wire.pause(until: nil)
            case .cut:
                try await wire.send(head)
                throw Ended()
            }
            head = []
        }
        try await wire.send(head + (isChunked && hasBody ? [UInt8]().chunk : []))
    }
}

extension StubAnswer {
    private static let reasons = [
        101: "Switching Protocols", 200: "OK", 201: "Created", 204: "No Content", 304: "Not Modified",
        400: "Bad Request", 404: "Not Found", 409: "Conflict", 500: "Internal Server Error", 501: "Not Implemented",
    ]

    /// Whether an answer with this status has a body, whose end its head must tell.
    fileprivate var isFramed: Bool { status.map { $0 >= 200 && $0 != 204 && $0 != 304 } ?? false }

    /// The answer's head; empty where none is sent.
    fileprivate var head: [UInt8] {
        guard let status else { return [] }
        var lines = ["HTTP/1.1 \(status) \(Self.reasons[status] ?? "")"] + headers.map { "\($0.key): \($0.value)" }
        if isFramed { lines.append(chunked ? "Transfer-Encoding: chunked" : "Content-Length: \(length)") }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    private var length: Int {
        body.reduce(0) { sum, piece in
            if case .bytes(let bytes) = piece { sum + bytes.count } else { sum }
        }
    }
}

extension [UInt8] {
    /// These bytes as one chunk; without bytes, the chunk that ends a body.
    fileprivate var chunk: [UInt8] { Array("\(String(count, radix: 16))\r\n".utf8) + self + Array("\r\n".utf8) }
}
