import Foundation
import StubEngine
import Subprocess
import Synchronization

/// Stands between Plimsoll and a real engine: passes every request on, and plants a fault into one answer to one kind of them.
struct FaultProxy: Sendable {
    /// What happens to the answer.
    enum Fault: String, CaseIterable, Sendable {
        /// It comes late.
        case delay
        /// The connection is closed in its middle.
        case cut
        /// It stops in its middle, and the connection stays.
        case stall
        /// It is an error of the engine's; the engine did what it was asked.
        case serverError
        /// It is whole by the protocol, and its text is not.
        case truncated
        /// It comes byte by byte.
        case split
    }

    /// The proxy as the command line takes it.
    let address: String
    private let planted: Counter

    /// How often the fault was planted.
    var count: Int { planted.count }

    /// Runs a body with a proxy before an engine.
    ///
    /// - Parameters:
    ///   - engine: the engine's address, `unix:///path`.
    ///   - pattern: the requests whose answers it looks at, as `POST /containers/*/wait`.
    ///   - which: which of them the fault is planted into, from 0.
    static func with<Value: Sendable>(
        before engine: String, _ fault: Fault, into pattern: String, which: Int,
        _ body: (FaultProxy) async throws -> Value
    ) async throws -> Value {
        let socket = String(engine.dropFirst("unix://".count))
        let seen = Counter()
        let planted = Counter()
        let pass: StubRoutes.Handler = { request in await forward(request, to: socket) }
        let routes = ["GET", "HEAD", "POST", "PUT", "DELETE"].reduce(StubRoutes()) { $0.on("\($1) /**", pass) }
            .on("GET /_ping", pass)
            .on(pattern) { request in
                let answer = await forward(request, to: socket)
                guard seen.next() == which else { return answer }
                planted.next()
                return answer.with(fault)
            }
        return try await StubEngine.withServer(routes) { stub in
            try await body(FaultProxy(address: stub.endpoint, planted: planted))
        }
    }

    /// Asks the engine, and takes its answer in whole.
    private static func forward(_ request: StubRequest, to socket: String) async -> StubAnswer {
        guard request.bodyLength <= StubRequest.keptBytes else {
            return .error(502, "the proxy keeps no body of \(request.bodyLength) bytes")
        }
        do {
            let result = try await Subprocess.run(
                .name("curl"), arguments: Arguments(arguments(for: request, to: socket)),
                input: .array(request.bodyStart), output: .bytes(limit: 64 << 20), error: .bytes(limit: 1 << 20))
            let head = try JSONDecoder().decode(Head.self, from: Data(result.standardError))
            guard result.terminationStatus.isSuccess else { return .error(502, "the proxy: \(head.error)") }
            // After HEAD, curl prints the head in the body's place.
            return head.answer(request.method == "HEAD" ? [] : result.standardOutput)
        } catch {
            return .error(502, "the proxy did not reach the engine: \(error)")
        }
    }

    /// curl writes the answer's body to standard output, and ``Head`` to standard error.
    private static func arguments(for request: StubRequest, to socket: String) -> [String] {
        let headers = request.headers.filter { !framing.contains($0.name.lowercased()) }
            .map { "\($0.name): \($0.value)" }
        // By default curl declares every body a form.
        let type = request.header("Content-Type") == nil ? ["Content-Type:"] : []
        let said = #"%{stderr}{"status":"%{http_code}","headers":%{header_json},"error":"%{errormsg}"}"#
        return ["--silent", "--globoff", "--path-as-is", "--max-time", "60", "--unix-socket", socket]
            + (request.method == "HEAD" ? ["--head"] : ["--request", request.method])
            + (request.bodyLength > 0 ? ["--data-binary", "@-"] : [])
            + (headers + type).flatMap { ["--header", $0] }
            + ["--write-out", said, "http://localhost\(request.target)"]
    }

    /// Headers that describe one connection only.
    private static let framing = ["content-length", "transfer-encoding", "connection", "host", "expect"]

    /// An answer's head, as curl writes it out.
    private struct Head: Decodable {
        var status: String
        var headers: [String: [String]]
        /// Why there is no complete answer; otherwise empty.
        var error: String

        func answer(_ bytes: [UInt8]) -> StubAnswer {
            let kept = headers.filter { !framing.contains($0.key) }.mapValues { $0.joined(separator: ", ") }
            return StubAnswer(
                status: Int(status), headers: kept, body: bytes.isEmpty ? [] : [.bytes(bytes)],
                chunked: headers["content-length"] == nil && !bytes.isEmpty)
        }
    }
}

extension StubAnswer {
    fileprivate func with(_ fault: FaultProxy.Fault) -> StubAnswer {
        let bytes = body.flatMap { piece -> [UInt8] in if case .bytes(let bytes) = piece { bytes } else { [] } }
        let half = Array(bytes.prefix(bytes.count / 2))
        switch fault {
        case .delay: return StubAnswer(status: status, headers: headers, body: [.pause(.seconds(1))] + body)
        case .cut: return StubAnswer(status: status, headers: headers, body: [.bytes(half), .cut])
        case .stall: return StubAnswer(status: status, headers: headers, body: [.bytes(half), .silence])
        case .serverError: return .error(500, "planted by the test")
        case .truncated: return StubAnswer(status: status, headers: headers, body: [.bytes(half)])
        case .split: return StubAnswer(status: status, headers: headers, body: bytes.map { .bytes([$0]) })
        }
    }
}

/// A count that closures can share.
private final class Counter: Sendable {
    private let value = Mutex(0)

    /// How often it was counted up.
    var count: Int { value.withLock { $0 } }

    /// Counts up, and returns what it was before.
    @discardableResult func next() -> Int {
        value.withLock { count in
            defer { count += 1 }
            return count
        }
    }
}
