import Foundation

/// Reads BuildKit's stream: trace lines, the image's id, an error.
struct BuildKitReader: BuildReader {
    private let outline: DockerfileOutline?
    private var vertices = BuildKitVertices()
    private var imageID: String?
    private var error: String?

    init(_ outline: DockerfileOutline?) { self.outline = outline }

    mutating func read(_ message: BuildMessage, at moment: Moment, _ report: (BuildProgress) -> Void) throws {
        if let words = message.error { error = words }
        switch message.auxiliary {
        case .image(let id): imageID = id
        case .text(let text) where message.id == "moby.buildkit.trace":
            guard let bytes = Data(base64Encoded: text) else { throw ProtobufMessage.Malformed() }
            vertices.merge(try BuildKitStatus(Array(bytes)), report)
        default: break
        }
        if let text = message.stream { vertices.tail.append(text.utf8) { report(.output($0)) } }
    }

    mutating func finish(at moment: Moment) -> BuildResult? {
        guard error != nil || imageID != nil else { return nil }
        return BuildResult(
            imageID: error == nil ? imageID : nil, steps: vertices.steps(outline), outputTail: vertices.tail.lines(),
            error: error)
    }
}

extension BuildKitStatus {
    /// Reads a line of the engine's trace.
    init(_ bytes: [UInt8]) throws {
        let status = try ProtobufMessage(bytes[...])
        vertices = try status.all(1).map { bytes in
            let vertex = try ProtobufMessage(bytes)
            return Vertex(
                digest: vertex.text(1), name: vertex.text(3), error: vertex.text(7), cached: vertex.number(4) != 0,
                started: try vertex.bytes(5).map(EngineInstant.init(protobuf:)),
                completed: try vertex.bytes(6).map(EngineInstant.init(protobuf:)))
        }
        logs = try status.all(3).map { bytes in
            let log = try ProtobufMessage(bytes)
            return Log(vertex: log.text(1), bytes: log.bytes(4) ?? [])
        }
    }
}

extension EngineInstant {
    /// Reads `google.protobuf.Timestamp`.
    fileprivate init(protobuf bytes: ArraySlice<UInt8>) throws {
        let message = try ProtobufMessage(bytes)
        self.init(
            secondsSinceEpoch: Int64(bitPattern: message.number(1)),
            nanoseconds: Int32(truncatingIfNeeded: message.number(2)))
        // Larger values would overflow in a difference.
        guard secondsSinceEpoch.magnitude < 1 << 40, (0..<1_000_000_000).contains(nanoseconds) else {
            throw ProtobufMessage.Malformed()
        }
    }
}
