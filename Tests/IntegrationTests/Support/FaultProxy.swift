import AsyncHTTPClient
import Foundation
import NIOCore
import StubEngine
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
        do {
            guard request.bodyLength <= StubRequest.keptBytes else {
                return .error(502, "the proxy keeps no body of \(request.bodyLength) bytes")
            }
            let host = socket.replacingOccurrences(of: "/", with: "%2F")
            var wire = HTTPClientRequest(url: "http+unix://\(host)\(request.target)")
            wire.method = .RAW(value: request.method)
            let kept = ["content-length", "transfer-encoding", "connection", "host"]
            for header in request.headers where !kept.contains(header.name.lowercased()) {
                wire.headers.add(name: header.name, value: header.value)
            }
            wire.headers.add(name: "Host", value: "localhost")
            if request.bodyLength > 0 { wire.body = .bytes(ByteBuffer(bytes: request.bodyStart)) }
            let response = try await HTTPClient.shared.execute(wire, timeout: .seconds(60))
            let bytes = Array(try await response.body.collect(upTo: 64 << 20).readableBytesView)
            var headers: [String: String] = [:]
            for header in response.headers where !kept.contains(header.name.lowercased()) {
                headers[header.name] = header.value
            }
            let hasLength = response.headers.contains(name: "content-length") || bytes.isEmpty
            return StubAnswer(
                status: Int(response.status.code), headers: headers, body: bytes.isEmpty ? [] : [.bytes(bytes)],
                chunked: !hasLength)
        } catch {
            return .error(502, "the proxy did not reach the engine: \(error)")
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
