import Foundation

/// Reads BuildKit's stream: trace lines, the image's id, an error.
struct BuildKitReader: BuildReader {
    static let traceID = "moby.buildkit.trace"

    fileprivate struct Entry {
        var vertex: BuildKitStatus.Vertex
        /// When each of its passes ended, by when it began: BuildKit may take a vertex up more than once.
        var passes: [EngineInstant: EngineInstant] = [:]
        var announced = false
    }

    private let outline: DockerfileOutline?
    private var entries: [String: Entry] = [:]
    private var order: [String] = []
    private var tail = OutputTail()
    private var imageID: String?
    private var error: String?

    /// - Parameter dockerfile: the Dockerfile's text, to name the steps by.
    init(dockerfile: String? = nil) {
        outline = dockerfile.map { DockerfileOutline(Dockerfile($0)) }
    }

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
        for log in status.logs {
            tail.append(log.bytes, from: log.vertex) { report(.output($0)) }
        }
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
