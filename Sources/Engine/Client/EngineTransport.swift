import AsyncHTTPClient
import Foundation
import Model
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// The network boundary: one HTTP exchange per request, with typed errors.
struct EngineTransport: Sendable {
    let endpoint: EngineEndpoint
    let options: EngineClientOptions
    let limited: HTTPClient
    let endless: HTTPClient
    /// The part before a request's path: scheme, host, and the API version once it is known.
    var base: String

    /// Opens the two HTTP clients for `body` and shuts them down after it, also if it throws.
    static func withTransport<R: Sendable>(
        _ endpoint: EngineEndpoint, options: EngineClientOptions, _ body: (EngineTransport) async throws -> R
    ) async throws -> R {
        let silence = TimeAmount(options.silenceTimeout)
        let limited = HTTPClient.Configuration.Timeout(
            connect: TimeAmount(options.connectTimeout), read: silence, write: silence)
        let endless = HTTPClient.Configuration.Timeout(connect: TimeAmount(options.connectTimeout))
        return try await HTTPClient.withHTTPClient(
            configuration: try configuration(endpoint, options, timeout: limited),
            backgroundActivityLogger: options.logger
        ) { limited in
            try await HTTPClient.withHTTPClient(
                configuration: try configuration(endpoint, options, timeout: endless),
                backgroundActivityLogger: options.logger
            ) { endless in
                try await body(
                    EngineTransport(
                        endpoint: endpoint, options: options, limited: limited, endless: endless, base: endpoint.base))
            }
        }
    }

    /// Sends `request`. If the status is a success, passes the response to `consume` while the connection is open.
    /// - Throws: ``EngineError``; other errors of `consume` or of the request's body pass through.
    func exchange<R>(
        _ request: EngineRequest, meter: RequestMeter?, deadline: NIODeadline = .distantFuture,
        _ consume: (HTTPClientResponse) async throws -> R
    ) async throws -> R {
        if request.metered { meter?.begin() }
        defer { if request.metered { meter?.end() } }
        do {
            try Task.checkCancellation()
            var wire = HTTPClientRequest(url: base + request.target)
            wire.method = request.method
            wire.headers = request.headers
            wire.body = request.body
            // Over a unix socket the HTTP client sends no Host, and engines then answer 400.
            if case .unix = endpoint { wire.headers.add(name: "Host", value: "localhost") }
            let client = request.patience == .limited ? limited : endless
            let response = try await client.execute(wire, deadline: deadline, logger: options.logger)
            guard (200..<300).contains(response.status.code) else { throw try await refusal(response, request) }
            return try await consume(response)
        } catch {
            throw engineError(for: error, request: request)
        }
    }

    private static func configuration(
        _ endpoint: EngineEndpoint, _ options: EngineClientOptions, timeout: HTTPClient.Configuration.Timeout
    ) throws -> HTTPClient.Configuration {
        var pool = HTTPClient.Configuration.ConnectionPool()
        pool.concurrentHTTP1ConnectionsPerHostSoftLimit = options.connectionLimit
        pool.retryConnectionEstablishment = false
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: timeout, connectionPool: pool, decompression: .disabled)
        configuration.httpVersion = .http1Only
        if case .tcp(_, _, let tls?) = endpoint {
            configuration.tlsConfiguration = try tls.configuration(for: endpoint)
        }
        return configuration
    }
}

extension EngineEndpoint {
    fileprivate var base: String {
        switch self {
        case .unix(let path): "http+unix://\(path.escapedHost)"
        case .tcp(_, _, nil): "http://\(description.dropFirst("tcp://".count))"
        case .tcp: "https://\(description.dropFirst("tcp://".count))"
        }
    }
}

extension TLSFiles {
    /// The HTTP client's TLS configuration.
    /// - Throws: ``EngineError`` with code ``EngineError/Code/permissionDenied`` if a file cannot be read.
    func configuration(for endpoint: EngineEndpoint) throws -> TLSConfiguration {
        do {
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(authority))
            configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
            configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
            return configuration
        } catch {
            throw EngineError(
                code: .permissionDenied, message: "the TLS files cannot be read: \(error)",
                endpoint: endpoint.description,
                hint: "DOCKER_CERT_PATH must hold ca.pem, cert.pem and key.pem, readable by this user")
        }
    }
}

extension EngineTransport {
    /// The longest error answer that is read, in bytes.
    private static let refusalLimit = 1 << 20

    func refusal(_ response: HTTPClientResponse, _ request: EngineRequest) async throws -> EngineError {
        let status = Int(response.status.code)
        let body = try await response.body.collect(upTo: Self.refusalLimit)
        let text = String(buffer: body)
        let words = (try? JSONDecoder().decode(EngineMessage.self, from: Data(text.utf8)))?.message ?? text
        let message = words.trimmingCharacters(in: .whitespacesAndNewlines)
        return engineError(
            saying: message.isEmpty ? response.status.reasonPhrase : message, status: status, request: request)
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
        let hint = code == .noSpace ? "free space in the engine's data root, for instance with plimsoll gc" : nil
        return error(code, message, request, status: status, hint: hint)
    }

    /// Makes the HTTP client's errors typed. An ``EngineError``, and errors unrelated to the network, pass through.
    func engineError(for thrown: any Error, request: EngineRequest) -> any Error {
        if thrown is EngineError { return thrown }
        if thrown is CancellationError { return cancelled(request) }
        // A cancelled body just ends, e.g. in the middle of its JSON.
        if Task.isCancelled, thrown is HTTPClientError || thrown is DecodingError || thrown is ChannelError {
            return cancelled(request)
        }
        switch thrown {
        case let thrown as HTTPClientError: return httpError(thrown, request)
        case let thrown as NIOConnectionError:
            let first = thrown.connectionErrors.first?.error
            if let first = first as? IOError { return connectError(first, request) }
            return unreachable("\(first ?? thrown)", request)
        case let thrown as IOError: return connectError(thrown, request)
        case is NIOTooManyBytesError:
            return error(.badAnswer, "the answer is longer than \(options.bodyLimit) bytes", request)
        case let thrown as LineSplitter.LineTooLong:
            return error(.badAnswer, "a line of the answer is longer than \(thrown.limit) bytes", request)
        case is DecodingError:
            return error(.badAnswer, "the answer is not what was expected: \(thrown)", request)
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
            return error(
                .permissionDenied, "TLS failed: \(thrown)", request,
                hint: "check the certificates in DOCKER_CERT_PATH and the host's name in them")
        case is ChannelError, is HTTPParserError:
            return error(.streamBroken, "the connection broke: \(thrown)", request)
        default: return thrown
        }
    }

    func error(
        _ code: EngineError.Code, _ message: String, _ request: EngineRequest, status: Int? = nil, hint: String? = nil
    ) -> EngineError {
        EngineError(
            code: code, message: message, endpoint: endpoint.description, request: request.name, status: status,
            hint: hint)
    }

    private func httpError(_ thrown: HTTPClientError, _ request: EngineRequest) -> EngineError {
        switch thrown {
        case .readTimeout, .writeTimeout:
            return error(
                .timedOut, "nothing was heard for \(options.silenceTimeout)", request,
                hint: "is the engine overloaded or hung?")
        case .deadlineExceeded, .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout:
            return error(
                .timedOut, "no answer within \(options.connectTimeout)", request,
                hint: "is the engine overloaded or hung?")
        case .emptyHost, .missingSocketPath, .invalidURL, .emptyScheme:
            return error(.invalidEndpoint, thrown.shortDescription, request)
        default: return error(.streamBroken, "the connection broke: \(thrown.shortDescription)", request)
        }
    }

    private func connectError(_ thrown: IOError, _ request: EngineRequest) -> EngineError {
        switch thrown.errnoCode {
        case EACCES, EPERM:
            return error(
                .permissionDenied, "permission denied on the engine's socket", request,
                hint: "add yourself to the socket's group (often: docker), or name another engine by --engine")
        case ENOENT: return unreachable("the socket does not exist", request)
        case ECONNREFUSED: return unreachable("connection refused", request)
        case EHOSTUNREACH, ENETUNREACH, ENOTSOCK, ENOTDIR, EADDRNOTAVAIL, EAGAIN:
            return unreachable(thrown.description, request)
        case ETIMEDOUT: return error(.timedOut, "no connection", request)
        default: return error(.streamBroken, "the connection broke: \(thrown)", request)
        }
    }

    private func unreachable(_ message: String, _ request: EngineRequest) -> EngineError {
        error(
            .unreachable, message, request,
            hint: "start the engine, or name another by --engine; plimsoll engine up brings one of its own")
    }

    private func cancelled(_ request: EngineRequest) -> EngineError {
        error(.cancelled, "cancelled; the connection was closed", request)
    }
}

/// An engine's error: `{"message": …}`.
private struct EngineMessage: Decodable { var message: String }
