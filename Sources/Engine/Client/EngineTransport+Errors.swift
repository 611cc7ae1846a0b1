import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension EngineTransport {
    /// The longest error answer that is read, in bytes.
    private static let refusalLimit = 1 << 20

    /// The error in an answer that is not a success.
    func refusal(_ response: HTTPClientResponse, _ request: EngineRequest) async throws -> EngineError {
        let status = Int(response.status.code)
        let body = try await response.body.collect(upTo: Self.refusalLimit)
        let text = String(buffer: body)
        let words = (try? JSONDecoder().decode(EngineMessage.self, from: Data(text.utf8)))?.message ?? text
        let message = words.trimmingCharacters(in: .whitespacesAndNewlines)
        return engineError(
            saying: message.isEmpty ? response.status.reasonPhrase : message, status: status, request: request)
    }

    /// The error for the engine's own words, with the status of its answer, or without inside a stream.
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

    /// Makes what the HTTP client throws typed; an ``EngineError``, and what is not of the network, passes through.
    func engineError(for thrown: any Error, request: EngineRequest) -> any Error {
        if thrown is EngineError { return thrown }
        if thrown is CancellationError { return cancelled(request, thrown) }
        // A body that was cancelled just ends, in the middle of its JSON for instance.
        if Task.isCancelled, thrown is HTTPClientError || thrown is DecodingError || thrown is ChannelError {
            return cancelled(request, thrown)
        }
        switch thrown {
        case let thrown as HTTPClientError: return httpError(thrown, request)
        case let thrown as NIOConnectionError:
            let first = thrown.connectionErrors.first?.error
            if let first = first as? IOError { return connectError(first, request) }
            return unreachable("\(first ?? thrown)", request, thrown)
        case let thrown as IOError: return connectError(thrown, request)
        case is NIOTooManyBytesError:
            return error(.badAnswer, "the answer is longer than \(options.bodyLimit) bytes", request, cause: thrown)
        case let thrown as LineSplitter.LineTooLong:
            return error(
                .badAnswer, "a line of the answer is longer than \(thrown.limit) bytes", request, cause: thrown)
        case is DecodingError:
            return error(.badAnswer, "the answer is not what was expected: \(thrown)", request, cause: thrown)
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
            return error(
                .permissionDenied, "TLS failed: \(thrown)", request,
                hint: "check the certificates in DOCKER_CERT_PATH and the host's name in them", cause: thrown)
        case is ChannelError, is HTTPParserError:
            return error(.streamBroken, "the connection broke: \(thrown)", request, cause: thrown)
        default: return thrown
        }
    }

    /// An error of this endpoint.
    func error(
        _ code: EngineError.Code, _ message: String, _ request: EngineRequest, status: Int? = nil, hint: String? = nil,
        cause: (any Error)? = nil
    ) -> EngineError {
        EngineError(
            code: code, message: message, endpoint: endpoint.description, request: request.name, status: status,
            hint: hint, cause: cause)
    }

    private func httpError(_ thrown: HTTPClientError, _ request: EngineRequest) -> EngineError {
        switch thrown {
        case .readTimeout, .writeTimeout:
            return error(
                .timedOut, "nothing was heard for \(options.silenceTimeout)", request,
                hint: "is the engine overloaded or hung?", cause: thrown)
        case .deadlineExceeded, .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout:
            return error(
                .timedOut, "no answer within \(options.connectTimeout)", request,
                hint: "is the engine overloaded or hung?", cause: thrown)
        case .emptyHost, .missingSocketPath, .invalidURL, .emptyScheme:
            return error(.invalidEndpoint, thrown.shortDescription, request, cause: thrown)
        default:
            return error(.streamBroken, "the connection broke: \(thrown.shortDescription)", request, cause: thrown)
        }
    }

    private func connectError(_ thrown: IOError, _ request: EngineRequest) -> EngineError {
        switch thrown.errnoCode {
        case EACCES, EPERM:
            return error(
                .permissionDenied, "permission denied on the engine's socket", request,
                hint: "add yourself to the socket's group (often: docker), or name another engine by --engine",
                cause: thrown)
        case ENOENT: return unreachable("the socket does not exist", request, thrown)
        case ECONNREFUSED: return unreachable("connection refused", request, thrown)
        case EHOSTUNREACH, ENETUNREACH, ENOTSOCK, ENOTDIR, EADDRNOTAVAIL, EAGAIN:
            return unreachable(thrown.description, request, thrown)
        case ETIMEDOUT: return error(.timedOut, "no connection", request, cause: thrown)
        default: return error(.streamBroken, "the connection broke: \(thrown)", request, cause: thrown)
        }
    }

    private func unreachable(_ message: String, _ request: EngineRequest, _ cause: any Error) -> EngineError {
        error(
            .unreachable, message, request,
            hint: "start the engine, or name another by --engine; plimsoll engine up brings one of its own",
            cause: cause)
    }

    private func cancelled(_ request: EngineRequest, _ cause: any Error) -> EngineError {
        error(.cancelled, "cancelled; the connection was closed", request, cause: cause)
    }
}

/// How engines say an error: `{"message": …}`.
private struct EngineMessage: Decodable {
    var message: String
}
