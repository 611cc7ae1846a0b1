import Foundation

/// Reads BuildKit's stream: trace lines, the image's id, an error.
struct BuildKitReader: BuildReader {
    static let traceID = "moby.buildkit.trace"

    fileprivate struct Entry {
        var vertex: BuildKitStatus.Vertex
        /// When each pass ended, by its start: BuildKit may run a vertex more than once.
        var passes: [EngineInstant: EngineInstant] = [:]
        var announced = false
    }

    private let outline: DockerfileOutline?
    private var entries: [String: Entry] = [:]
    private var order: [String] = []
    private var tail = OutputTail()
    private var imageID: String?
    private var error: String?

    /// - Parameter dockerfile: the Dockerfile's text, used to name the steps.
    init(dockerfile: String? = nil) { outline = dockerfile.map { DockerfileOutline(Dockerfile($0)) } }

    mutating func read(_ message: BuildMessage, at moment: Moment, _ report: (BuildProgress) -> Void) throws {
        if let words = message.error { error = words }
        switch message.auxiliary {
        case .image(let id): imageID = id
        case .text(let text) where message.id == Self.traceID:
            guard let bytes = Data(base64Encoded: text) else { throw ProtobufReader.Malformed() }
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

extension BuildKitReader.Entry {
    fileprivate func step(_ instruction: String) -> BuildStep {
        let began = passes.keys.min() ?? vertex.started
        var step = BuildStep(reported: instruction, ordinal: 0, startedAt: began?.date)
        step.cached = step.cacheable && vertex.cached
        step.duration = passes.isEmpty ? nil : passes.reduce(0) { $0 + $1.value.seconds(since: $1.key) }
        step.error = vertex.error.isEmpty ? nil : vertex.error
        step.vertexDigest = vertex.digest
        return step
    }
}

/// One line of BuildKit's trace (`StatusResponse` of BuildKit's control API), as far as Plimsoll reads it.
struct BuildKitStatus {
    /// One vertex of the build graph, as of this line. BuildKit sends it again each time it changes.
    struct Vertex {
        var digest = ""
        var name = ""
        var cached = false
        var started: EngineInstant?
        var completed: EngineInstant?
        var error = ""
    }

    struct Log {
        var vertex = ""
        var bytes: ArraySlice<UInt8> = []
    }

    var vertices: [Vertex] = []
    var logs: [Log] = []

    /// - Throws: ``ProtobufReader/Malformed``.
    init(_ bytes: [UInt8]) throws {
        var reader = ProtobufReader(bytes[...])
        while let field = try reader.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let content)): vertices.append(try Vertex(content))
            case (3, .bytes(let content)): logs.append(try Log(content))
            default: break
            }
        }
    }
}

extension BuildKitStatus.Vertex {
    fileprivate init(_ bytes: ArraySlice<UInt8>) throws {
        self.init()
        var reader = ProtobufReader(bytes)
        while let field = try reader.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let content)): digest = String(decoding: content, as: UTF8.self)
            case (3, .bytes(let content)): name = String(decoding: content, as: UTF8.self)
            case (4, .varint(let flag)): cached = flag != 0
            case (5, .bytes(let content)): started = try EngineInstant(protobuf: content)
            case (6, .bytes(let content)): completed = try EngineInstant(protobuf: content)
            case (7, .bytes(let content)): error = String(decoding: content, as: UTF8.self)
            default: break
            }
        }
    }
}

extension BuildKitStatus.Log {
    fileprivate init(_ bytes: ArraySlice<UInt8>) throws {
        self.init()
        var reader = ProtobufReader(bytes)
        while let field = try reader.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let content)): vertex = String(decoding: content, as: UTF8.self)
            case (4, .bytes(let content)): self.bytes = content
            default: break
            }
        }
    }
}

extension EngineInstant {
    /// Reads `google.protobuf.Timestamp`.
    fileprivate init(protobuf bytes: ArraySlice<UInt8>) throws {
        self.init(secondsSinceEpoch: 0)
        var reader = ProtobufReader(bytes)
        while let field = try reader.next() {
            switch (field.number, field.value) {
            case (1, .varint(let value)): secondsSinceEpoch = Int64(bitPattern: value)
            case (2, .varint(let value)): nanoseconds = Int32(truncatingIfNeeded: value)
            default: break
            }
        }
        // Larger values would overflow in a difference.
        guard secondsSinceEpoch.magnitude < 1 << 40, (0..<1_000_000_000).contains(nanoseconds) else {
            throw ProtobufReader.Malformed()
        }
    }
}
