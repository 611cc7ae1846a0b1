import CCurl
import Foundation
import Model

/// An engine's answer with a status of success. Releasing it closes the connection of what was not read.
final class EngineAnswer: Sendable {
    /// The API version that it names.
    let version: APIVersion?
    private let transfer: Transfer

    fileprivate init(_ transfer: Transfer, _ head: Transfer.Head) {
        self.transfer = transfer
        version = head.headers["api-version"].flatMap(APIVersion.init)
    }

    deinit { transfer.close() }

    /// The next bytes of the body; nil at its end.
    func next() async throws -> [UInt8]? { try await transfer.next() }

    /// The rest of the body. Throws ``Transfer/Failure/tooLong(_:)`` if it has more than `limit` bytes.
    func collect(upTo limit: Int) async throws -> [UInt8] { try await transfer.collect(upTo: limit) }
}

extension Transfer {
    fileprivate func collect(upTo limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let chunk = try await next() {
            bytes += chunk
            guard bytes.count <= limit else { throw Failure.tooLong(limit) }
        }
        return bytes
    }
}

/// The network boundary: one HTTP exchange per request, with typed errors. Behind it is libcurl.
struct EngineTransport: Sendable {
    let endpoint: EngineEndpoint
    let options: EngineClientOptions
    /// The part before a request's path: scheme, host, and the API version once it is known.
    var base: String
    private let loop: CurlLoop

    /// The longest error answer that is read, in bytes.
    private static let refusalLimit = 1 << 20

    /// Runs `body` with a transport. Its connections are closed afterwards, also if it throws.
    static func withTransport<R: Sendable>(
        _ endpoint: EngineEndpoint, options: EngineClientOptions, _ body: (EngineTransport) async throws -> R
    ) async throws -> R {
        try endpoint.checkTLSFiles()
        let loop = try CurlLoop()
        let result: Result<R, any Error>
        do {
            let transport = EngineTransport(endpoint: endpoint, options: options, base: endpoint.base, loop: loop)
            result = .success(try await body(transport))
        } catch {
            result = .failure(error)
        }
        await loop.stop()
        return try result.get()
    }

    /// Sends `request`. If the status is a success, passes the answer to `consume` while the connection is open.
    /// - Parameter limit: how long the exchange may take in all; nil: no limit but that of silence.
    /// - Throws: ``EngineError``; other errors of `consume` or of the request's body pass through.
    func exchange<R>(
        _ request: EngineRequest, meter: RequestMeter, limit: Duration? = nil,
        _ consume: (EngineAnswer) async throws -> R
    ) async throws -> R {
        meter.begin()
        defer { meter.end() }
        do {
            let transfer = begin(request, limit: limit)
            defer { transfer.close() }
            async let _ = send(request, by: transfer)
            return try await consume(try await answer(of: transfer, to: request))
        } catch {
            throw engineError(for: error, request: request)
        }
    }

    /// Sends a request without a body. Its answer is open until it is released.
    /// - Throws: ``EngineError``.
    func open(_ request: EngineRequest) async throws -> EngineAnswer {
        do { return try await answer(of: begin(request, limit: nil), to: request) } catch {
            throw engineError(for: error, request: request)
        }
    }

    private func begin(_ request: EngineRequest, limit: Duration?) -> Transfer {
        let transfer = Transfer(
            on: loop, silence: request.isEndless ? nil : options.silenceTimeout,
            limit: request.isUpgrade ? options.connectTimeout : limit, limitsHead: request.isUpgrade)
        let (endpoint, url, patience) = (endpoint, base + request.target, options.connectTimeout)
        loop.perform(
            .add(transfer) { handle in
                handle.set(CURLOPT_URL, url)
                handle.set(CURLOPT_CONNECTTIMEOUT_MS, max(1, Int(patience / .milliseconds(1))))
                handle.prepare(for: endpoint)
                handle.prepare(for: request)
            })
        return transfer
    }

    private func answer(of transfer: Transfer, to request: EngineRequest) async throws -> EngineAnswer {
        try Task.checkCancellation()
        let head = try await transfer.head()
        guard request.isUpgrade ? head.status == 101 : (200..<300).contains(head.status) else {
            throw refusal(head, try await transfer.collect(upTo: Self.refusalLimit), request)
        }
        return EngineAnswer(transfer, head)
    }

    private func send(_ request: EngineRequest, by transfer: Transfer) async {
        guard case .pieces(let pieces, _) = request.body else { return }
        do {
            for try await piece in pieces { try await transfer.send(piece) }
            transfer.endSending()
        } catch {
            transfer.close(error)
        }
    }

    private func refusal(_ head: Transfer.Head, _ body: [UInt8], _ request: EngineRequest) -> EngineError {
        /// An engine's error: `{"message": …}`.
        struct Refusal: Decodable { var message: String }
        guard !request.isUpgrade else {
            return error(
                .refused, "it opens no session for BuildKit: it answers \(head.status) \(head.reason)", request,
                status: head.status, hint: "BuildKit needs Docker 18.09 or newer")
        }
        let text = String(decoding: body, as: UTF8.self)
        let words = (try? JSONDecoder().decode(Refusal.self, from: Data(body)))?.message ?? text
        let message = words.trimmingCharacters(in: .whitespacesAndNewlines)
        return engineError(saying: message.isEmpty ? head.reason : message, status: head.status, request: request)
    }
}

extension CurlHandle {
    private static let bufferSize = 512 << 10

    fileprivate func prepare(for endpoint: EngineEndpoint) {
        set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        // A proxy of the environment is not for engines.
        set(CURLOPT_PROXY, "")
        set(CURLOPT_BUFFERSIZE, Self.bufferSize)
        set(CURLOPT_UPLOAD_BUFFERSIZE, Self.bufferSize)
        switch endpoint {
        case .unix(let path): set(CURLOPT_UNIX_SOCKET_PATH, path)
        case .tcp(_, _, let tls):
            guard let tls else { break }
            set(CURLOPT_CAINFO, tls.authority)
            set(CURLOPT_SSLCERT, tls.certificate)
            set(CURLOPT_SSLKEY, tls.key)
        }
    }

    fileprivate func prepare(for request: EngineRequest) {
        // Nothing is asked for or promised that the request does not name.
        var headers = request.headers + [("Accept", "*/*"), ("Expect", "")]
        if !request.headers.contains(where: { $0.name == "Content-Type" }) { headers.append(("Content-Type", "")) }
        if request.method != .GET {
            // libcurl repeats a request if a connection that was used before breaks without an answer. What changes
            // something is never sent twice: it has a connection of its own.
            set(CURLOPT_FRESH_CONNECT, 1)
            set(CURLOPT_FORBID_REUSE, 1)
        }
        if request.method == .POST { set(CURLOPT_POST, 1) }
        set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        switch request.body {
        case .bytes(let bytes):
            set(CURLOPT_POSTFIELDSIZE_LARGE, size: Int64(bytes.count))
            set(CURLOPT_COPYPOSTFIELDS, copying: bytes)
        case .pieces(_, let length?): set(CURLOPT_POSTFIELDSIZE_LARGE, size: length)
        case .pieces(_, nil): headers.append(("Transfer-Encoding", request.isUpgrade ? "" : "chunked"))
        case nil:
            if request.method == .POST { set(CURLOPT_POSTFIELDSIZE_LARGE, size: 0) }
        }
        set(headers: headers)
    }
}

extension EngineEndpoint {
    fileprivate var base: String {
        switch self {
        case .unix: "http://localhost"
        case .tcp(_, _, nil): "http://\(description.dropFirst("tcp://".count))"
        case .tcp: "https://\(description.dropFirst("tcp://".count))"
        }
    }

    /// With TLS 1.3 the refusal of a certificate can be lost: the connection is reset before its alert is read.
    fileprivate var hintIfBroken: String? {
        guard case .tcp(_, _, .some) = self else { return nil }
        return "if no request succeeds, the engine may refuse the certificates in DOCKER_CERT_PATH"
    }

    /// - Throws: ``EngineError`` with code ``EngineError/Code/permissionDenied`` if a file cannot be read.
    fileprivate func checkTLSFiles() throws {
        guard case .tcp(_, _, let tls?) = self else { return }
        for file in [tls.authority, tls.certificate, tls.key] where access(file, R_OK) != 0 {
            throw EngineError(
                code: .permissionDenied,
                message: "the TLS file \(file) cannot be read: \(String(cString: strerror(errno)))",
                endpoint: description,
                hint: "DOCKER_CERT_PATH must hold ca.pem, cert.pem and key.pem, readable by this user")
        }
    }
}

/// Errors, as requests and sessions meet them.
extension EngineTransport {
    func error(
        _ code: EngineError.Code, _ message: String, _ request: EngineRequest, status: Int? = nil, hint: String? = nil
    ) -> EngineError {
        EngineError(
            code: code, message: message, endpoint: endpoint.description, request: request.name, status: status,
            hint: hint)
    }

    /// The error for the engine's message, with the HTTP status; inside a stream there is none.
    func engineError(saying message: String, status: Int? = nil, request: EngineRequest) -> EngineError {
        let code: EngineError.Code =
            switch status {
            case _ where message.localizedCaseInsensitiveContains("no space left on device"): .noSpace
            case 404: .notFound
            case 409: .conflict
            case .some(400..<500): .refused
            case .some(300..<400): .badAnswer
            default: .failed
            }
        if status == 400, message.contains("client version"), message.contains("too old") {
            return tooNew(message, request, status: status)
        }
        let hint = code == .noSpace ? "free space in the engine's data root, for instance with plimsoll gc" : nil
        return error(code, message, request, status: status, hint: hint)
    }

    func tooNew(_ message: String, _ request: EngineRequest, status: Int? = nil) -> EngineError {
        error(
            .tooNew, message, request, status: status,
            hint: "use a newer Plimsoll, or set DOCKER_MIN_API_VERSION=\(APIVersion.newest) for dockerd")
    }

    /// Makes the network's errors typed. An ``EngineError``, and errors unrelated to the network, pass through.
    func engineError(for thrown: any Error, request: EngineRequest) -> any Error {
        switch thrown {
        case is EngineError: return thrown
        case is CancellationError: return error(.cancelled, "cancelled; the connection was closed", request)
        case let thrown as Transfer.Failure: return transferError(thrown, request)
        case let thrown as LineSplitter.LineTooLong:
            return error(.badAnswer, "a line of the answer is longer than \(thrown.limit) bytes", request)
        case is DecodingError:
            return error(.badAnswer, "the answer is not what was expected: \(thrown)", request)
        default: return thrown
        }
    }

    private func transferError(_ failure: Transfer.Failure, _ request: EngineRequest) -> EngineError {
        let hint = "is the engine overloaded or hung?"
        switch failure {
        case .silent: return error(.timedOut, "no data came for \(options.silenceTimeout)", request, hint: hint)
        case .late, .broken(CURLE_OPERATION_TIMEDOUT, _, _):
            return error(.timedOut, "no answer within \(options.connectTimeout)", request, hint: hint)
        case .tooLong(let limit): return error(.badAnswer, "the answer is longer than \(limit) bytes", request)
        case .broken(CURLE_COULDNT_CONNECT, let number, let message):
            return connectError(number, message, request)
        case .broken(CURLE_COULDNT_RESOLVE_HOST, _, let message): return unreachable(message, request)
        case .broken(CURLE_URL_MALFORMAT, _, let message): return error(.invalidEndpoint, message, request)
        case .broken(let code, _, let message) where Self.isOfTLS(code, message):
            return error(
                .permissionDenied, "TLS failed: \(message)", request,
                hint: "check the certificates in DOCKER_CERT_PATH and the host's name in them")
        case .broken(_, _, let message):
            return error(.streamBroken, "the connection broke: \(message)", request, hint: endpoint.hintIfBroken)
        }
    }

    /// With TLS 1.3 an engine refuses this side's certificate only after the handshake: by an alert, when it is read from.
    private static func isOfTLS(_ code: CURLcode, _ message: String) -> Bool {
        tlsFailures.contains(code) || code == CURLE_RECV_ERROR && message.contains("SSL") && message.contains("alert")
    }

    private static let tlsFailures = [
        CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_PEER_FAILED_VERIFICATION,
        CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
    ]

    private func connectError(_ number: Int32, _ message: String, _ request: EngineRequest) -> EngineError {
        switch number {
        case EACCES, EPERM:
            error(
                .permissionDenied, "permission denied on the engine's socket", request,
                hint: "add yourself to the socket's group (often: docker), or name another engine by --engine")
        case ENOENT: unreachable("the socket does not exist", request)
        case ECONNREFUSED: unreachable("connection refused", request)
        case ETIMEDOUT: error(.timedOut, "no connection", request)
        default: unreachable(message, request)
        }
    }

    private func unreachable(_ message: String, _ request: EngineRequest) -> EngineError {
        error(
            .unreachable, message, request,
            hint: "start the engine, or name another by --engine; plimsoll engine up starts one")
    }
}
