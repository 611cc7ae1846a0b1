import Foundation

/// Reads BuildKit's stream: trace lines, the image's id, an error.
struct BuildKitReader: BuildReader {
    private struct Entry {
        var vertex: BuildKitStatus.Vertex
        /// When each pass ended, by its start: BuildKit may run a vertex more than once.
        var passes: [EngineInstant: EngineInstant] = [:]
        var announced = false

        func step(_ instruction: String) -> BuildStep {
            let began = passes.keys.min() ?? vertex.started
            var step = BuildStep(reported: instruction, ordinal: 0, startedAt: began?.date)
            step.cached = step.cacheable && vertex.cached
            step.duration = passes.isEmpty ? nil : passes.reduce(0) { $0 + $1.value.seconds(since: $1.key) }
            step.error = vertex.error.isEmpty ? nil : vertex.error
            step.vertexDigest = vertex.digest
            return step
        }
    }

    private let outline: DockerfileOutline?
    private var entries: [String: Entry] = [:]
    private var order: [String] = []
    private var tail = OutputTail()
    private var imageID: String?
    private var error: String?

    init(_ outline: DockerfileOutline?) { self.outline = outline }

    mutating func read(_ message: BuildMessage, at moment: Moment, _ report: (BuildProgress) -> Void) throws {
        if let words = message.error { error = words }
        switch message.auxiliary {
        case .image(let id): imageID = id
        case .text(let text) where message.id == "moby.buildkit.trace":
            guard let bytes = Data(base64Encoded: text) else { throw ProtobufMessage.Malformed() }
            merge(try BuildKitStatus(Array(bytes)), report)
        default: break
        }
        if let text = message.stream { tail.append(text.utf8) { report(.output($0)) } }
    }

    mutating func finish(at moment: Moment) -> BuildResult? {
        guard error != nil || imageID != nil else { return nil }
        return BuildResult(
            imageID: error == nil ? imageID : nil, steps: steps(), outputTail: tail.lines(), error: error)
    }

    private mutating func merge(_ status: BuildKitStatus, _ report: (BuildProgress) -> Void) {
        for vertex in status.vertices {
            if entries[vertex.digest] == nil { order.append(vertex.digest) }
            var entry = entries[vertex.digest] ?? Entry(vertex: vertex)
            let wasCached = entry.vertex.cached
            entry.vertex = vertex
            entry.vertex.cached = vertex.cached || wasCached
            if let started = vertex.started, let completed = vertex.completed { entry.passes[started] = completed }
            if !entry.announced, vertex.started != nil, let name = VertexName(vertex.name) {
                entry.announced = true
                report(.step(instruction: name.instruction))
            }
            entries[vertex.digest] = entry
        }
        for log in status.logs { tail.append(log.bytes, from: log.vertex) { report(.output($0)) } }
    }

    private func steps() -> [BuildStep] {
        let items = order.compactMap { digest -> BuildKitSteps.Item? in
            guard let entry = entries[digest], let name = VertexName(entry.vertex.name) else { return nil }
            return BuildKitSteps.Item(name: name, step: entry.step(name.instruction), start: entry.vertex.started)
        }
        return BuildKitSteps(items).list(outline)
    }
}

/// One line of BuildKit's trace (`StatusResponse` of BuildKit's control API), as far as Plimsoll reads it.
struct BuildKitStatus {
    /// One vertex of the build graph, as of this line. BuildKit sends it again each time it changes.
    struct Vertex {
        var digest, name, error: String
        var cached: Bool
        var started, completed: EngineInstant?
    }

    struct Log {
        var vertex: String
        var bytes: ArraySlice<UInt8>
    }

    let vertices: [Vertex]
    let logs: [Log]

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
