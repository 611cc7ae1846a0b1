import AsyncHTTPClient
import Foundation
import Model
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// An engine's answer with a status of success.
struct EngineAnswer {
    typealias Body = HTTPClientResponse.Body

    /// The API version that it names.
    let version: APIVersion?
    /// Can be iterated once. It also just ends when the calling task is cancelled.
    let body: Body
}

/// The network boundary: one HTTP exchange per request, with typed errors. Only this file knows the HTTP client.
struct EngineTransport: Sendable {
    let endpoint: EngineEndpoint
    let options: EngineClientOptions
    /// The part before a request's path: scheme, host, and the API version once it is known.
    var base: String
    private let limited: HTTPClient
    private let endless: HTTPClient

    /// How many connections may be open at once; further requests wait.
    private static let connectionLimit = 512
    /// The longest error answer that is read, in bytes.
    private static let refusalLimit = 1 << 20

    /// Opens the two HTTP clients for `body` and shuts them down after it, also if it throws.
    static func withTransport<R: Sendable>(
        _ endpoint: EngineEndpoint, options: EngineClientOptions, _ body: (EngineTransport) async throws -> R
    ) async throws -> R {
        let (connect, silence) = (TimeAmount(options.connectTimeout), TimeAmount(options.silenceTimeout))
        let limited = try configuration(endpoint, timeout: .init(connect: connect, read: silence, write: silence))
        let endless = try configuration(endpoint, timeout: .init(connect: connect))
        return try await HTTPClient.withHTTPClient(configuration: limited) { limited in
            try await HTTPClient.withHTTPClient(configuration: endless) { endless in
                try await body(
                    EngineTransport(
                        endpoint: endpoint, options: options, base: endpoint.base, limited: limited, endless: endless))
            }
        }
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
            try Task.checkCancellation()
            var wire = HTTPClientRequest(url: base + request.target)
            wire.method = HTTPMethod(rawValue: request.method.rawValue)
            wire.headers = HTTPHeaders(request.headers.map { ($0.name, $0.value) })
            switch request.body {
            case .bytes(let bytes): wire.body = .bytes(ByteBuffer(bytes: bytes))
            case .pieces(let pieces, let length):
                wire.body = .stream(pieces, length: length.map { .known($0) } ?? .unknown)
            case nil: break
            }
            // Over a unix socket the HTTP client sends no Host, and engines then answer 400.
            if case .unix = endpoint { wire.headers.add(name: "Host", value: "localhost") }
            let deadline = limit.map { .now() + TimeAmount($0) } ?? NIODeadline.distantFuture
            let response = try await (request.isEndless ? endless : limited).execute(wire, deadline: deadline)
            guard (200..<300).contains(response.status.code) else { throw try await refusal(response, request) }
            let version = response.headers.first(name: "API-Version").flatMap(APIVersion.init)
            return try await consume(EngineAnswer(version: version, body: response.body))
        } catch {
            throw engineError(for: error, request: request)
        }
    }

    private static func configuration(
        _ endpoint: EngineEndpoint, timeout: HTTPClient.Configuration.Timeout
    ) throws -> HTTPClient.Configuration {
        var pool = HTTPClient.Configuration.ConnectionPool()
        pool.concurrentHTTP1ConnectionsPerHostSoftLimit = connectionLimit
        pool.retryConnectionEstablishment = false
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: timeout, connectionPool: pool, decompression: .disabled)
        configuration.httpVersion = .http1Only
        if case .tcp(_, _, let tls?) = endpoint {
            configuration.tlsConfiguration = try tls.configuration(for: endpoint)
        }
        return configuration
    }

    private func refusal(_ response: HTTPClientResponse, _ request: EngineRequest) async throws -> EngineError {
        /// An engine's error: `{"message": …}`.
        struct Refusal: Decodable { var message: String }
        let text = String(buffer: try await response.body.collect(upTo: Self.refusalLimit))
        let words = (try? JSONDecoder().decode(Refusal.self, from: Data(text.utf8)))?.message ?? text
        let message = words.trimmingCharacters(in: .whitespacesAndNewlines)
        return engineError(
            saying: message.isEmpty ? response.status.reasonPhrase : message, status: Int(response.status.code),
            request: request)
    }
}

extension EngineEndpoint {
    fileprivate var base: String {
        switch self {
        // In the host part of an URL a slash has another meaning.
        case .unix(let path): "http+unix://\(path.escaped.replacing("/", with: "%2F"))"
        case .tcp(_, _, nil): "http://\(description.dropFirst("tcp://".count))"
        case .tcp: "https://\(description.dropFirst("tcp://".count))"
        }
    }
}

extension TLSFiles {
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
        let hint = code == .noSpace ? "free space in the engine's data root, for instance with plimsoll gc" : nil
        return error(code, message, request, status: status, hint: hint)
    }

    /// Makes the network's errors typed. An ``EngineError``, and errors unrelated to the network, pass through.
    func engineError(for thrown: any Error, request: EngineRequest) -> any Error {
        if thrown is EngineError { return thrown }
        // A cancelled body just ends, e.g. in the middle of its JSON.
        let isBroken = thrown is HTTPClientError || thrown is DecodingError || thrown is ChannelError
        if thrown is CancellationError || Task.isCancelled && isBroken {
            return error(.cancelled, "cancelled; the connection was closed", request)
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
        case is ChannelError, is HTTPParserError: return broken("\(thrown)", request)
        default: return thrown
        }
    }

    private func httpError(_ thrown: HTTPClientError, _ request: EngineRequest) -> EngineError {
        let hint = "is the engine overloaded or hung?"
        switch thrown {
        case .readTimeout, .writeTimeout:
            return error(.timedOut, "no data came for \(options.silenceTimeout)", request, hint: hint)
        case .deadlineExceeded, .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout:
            return error(.timedOut, "no answer within \(options.connectTimeout)", request, hint: hint)
        case .emptyHost, .missingSocketPath, .invalidURL, .emptyScheme:
            return error(.invalidEndpoint, thrown.shortDescription, request)
        default: return broken(thrown.shortDescription, request)
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
        default: return broken("\(thrown)", request)
        }
    }

    private func broken(_ cause: String, _ request: EngineRequest) -> EngineError {
        error(.streamBroken, "the connection broke: \(cause)", request)
    }

    private func unreachable(_ message: String, _ request: EngineRequest) -> EngineError {
        error(
            .unreachable, message, request,
            hint: "start the engine, or name another by --engine; plimsoll engine up starts one")
    }
}
