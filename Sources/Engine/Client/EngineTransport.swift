import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL

/// The edge to the network: one HTTP exchange a request, its errors made typed.
struct EngineTransport: Sendable {
    let endpoint: EngineEndpoint
    let options: EngineClientOptions
    /// Gives up on silence.
    let limited: HTTPClient
    /// Waits for ever.
    let endless: HTTPClient
    /// What stands before a request's path: scheme, host, and the API version once it is known.
    var base: String

    /// Opens the two HTTP clients for `body` and shuts them down after it, whether it throws or not.
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

    /// Sends `request`; gives the whole body to `consume` while the connection is open, once the engine has agreed.
    ///
    /// - Throws: ``EngineError``; what `consume` or the request's body throws of its own passes through.
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
            // Over a unix socket the HTTP client sends no Host, and engines answer 400 without.
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
    /// The endpoint as the HTTP client writes it.
    fileprivate var base: String {
        switch self {
        case .unix(let path): "http+unix://\(path.escapedHost)"
        case .tcp(_, _, nil): "http://\(description.dropFirst("tcp://".count))"
        case .tcp: "https://\(description.dropFirst("tcp://".count))"
        }
    }
}

extension TLSFiles {
    /// What the HTTP client needs to know of the files.
    ///
    /// - Throws: ``EngineError`` with code ``EngineError/Code/permissionDenied`` where one cannot be read.
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
                hint: "DOCKER_CERT_PATH must hold ca.pem, cert.pem and key.pem, readable by this user", cause: error)
        }
    }
}
