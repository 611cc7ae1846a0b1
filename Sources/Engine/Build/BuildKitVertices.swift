/// A BuildKit build as far as its messages tell it. The engine's own trace and buildx's output carry the same messages.
struct BuildKitVertices {
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

    private var entries: [String: Entry] = [:]
    private var order: [String] = []
    var tail = OutputTail()

    mutating func merge(_ status: BuildKitStatus, _ report: (BuildProgress) -> Void) {
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

    /// In the order of the Dockerfile, and in its words where it is known.
    func steps(_ outline: DockerfileOutline?) -> [BuildStep] {
        let items = order.compactMap { digest -> BuildKitSteps.Item? in
            guard let entry = entries[digest], let name = VertexName(entry.vertex.name) else { return nil }
            return BuildKitSteps.Item(name: name, step: entry.step(name.instruction), start: entry.vertex.started)
        }
        return BuildKitSteps(items).list(outline)
    }
}

/// One message of a build's progress (`StatusResponse` of BuildKit's control API), as far as Plimsoll reads it.
struct BuildKitStatus {
    struct Vertex {
        var digest, name, error: String
        var cached: Bool
        var started, completed: EngineInstant?
    }

    struct Log {
        var vertex: String
        var bytes: ArraySlice<UInt8>
    }

    var vertices: [Vertex]
    var logs: [Log]
}
