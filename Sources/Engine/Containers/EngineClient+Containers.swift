import Model

package enum WaitCondition: String, Sendable {
    /// The container is not running; true at once if it was never started.
    case notRunning = "not-running"
    /// The container's next exit: start the wait before the container.
    case nextExit = "next-exit"
}

extension EngineClient {
    /// The engine's containers; with `all`, also stopped ones.
    package func containers(filters: EngineFilters = [:], all: Bool = true) async throws -> [ContainerSummary] {
        try await get("/containers/json", filters: filters, query: [("all", all.flag)])
    }

    /// - Parameter name: identifies it as Plimsoll's; see ``RunNames``.
    /// - Returns: its id.
    package func createContainer(_ spec: ContainerSpec, name: String? = nil) async throws -> String {
        struct Created: Decodable {
            var id: String

            enum CodingKeys: String, CodingKey { case id = "Id" }
        }
        let request = try EngineRequest(.POST, "/containers/create", query: [("name", name)], json: spec.json)
        return try await json(request, as: Created.self).id
    }

    /// Starts a container. One that is running already (304) is no error.
    package func startContainer(_ id: String) async throws {
        let request = EngineRequest(.POST, "/containers/\(id.escaped)/start")
        do { try await done(request) } catch let error as EngineError where error.status == 304 {}
    }

    /// Waits until a container ends, without a time limit.
    /// - Returns: the command's exit status.
    package func waitContainer(_ id: String, condition: WaitCondition = .notRunning) async throws -> Int {
        struct Answer: Decodable {
            struct Failure: Decodable {
                var message: String

                enum CodingKeys: String, CodingKey { case message = "Message" }
            }

            var statusCode: Int
            var error: Failure?

            enum CodingKeys: String, CodingKey { case statusCode = "StatusCode", error = "Error" }
        }
        let request = EngineRequest(
            .POST, "/containers/\(id.escaped)/wait", query: [("condition", condition.rawValue)], isEndless: true)
        let answer = try await json(request, as: Answer.self)
        if let words = answer.error?.message, !words.isEmpty {
            throw transport.engineError(saying: words, request: request)
        }
        return answer.statusCode
    }

    package func inspectContainer(_ id: String) async throws -> ContainerInspection {
        try await get("/containers/\(id.escaped)/json")
    }

    /// The output so far of a container without a terminal, in chunks and constant memory.
    /// - Parameter tail: how many of the last lines; nil: all.
    package func logs(
        _ id: String, tail: Int? = nil, onChunk: (LogStream, [UInt8]) async throws -> Void
    ) async throws {
        let request = EngineRequest(
            .GET, "/containers/\(id.escaped)/logs",
            query: [("stdout", "1"), ("stderr", "1"), ("tail", tail.map(String.init))])
        var demultiplexer = LogDemultiplexer()
        do {
            try await chunks(request) { try await demultiplexer.read($0, onChunk) }
        } catch is LogDemultiplexer.Malformed {
            throw transport.error(
                .badAnswer, "the output has no frames", request, hint: "was the container made with a terminal?")
        }
        guard demultiplexer.isComplete else {
            throw transport.error(.streamBroken, "the output ended inside a frame", request)
        }
    }

    /// Streams a path of a container's file system as a tar.
    package func archive(_ id: String, path: String, to sink: ([UInt8]) async throws -> Void) async throws {
        try await chunks(EngineRequest(.GET, "/containers/\(id.escaped)/archive", query: [("path", path)]), sink)
    }

    /// Streams a container's whole file system as a tar.
    package func exportContainer(_ id: String, onChunk: ([UInt8]) async throws -> Void) async throws {
        try await chunks(EngineRequest(.GET, "/containers/\(id.escaped)/export"), onChunk)
    }

    /// - Parameters:
    ///   - force: also if it is running.
    ///   - volumes: also its anonymous volumes.
    package func removeContainer(_ id: String, force: Bool = false, volumes: Bool = true) async throws {
        let query = [("force", force.flag), ("v", volumes.flag)]
        try await done(EngineRequest(.DELETE, "/containers/\(id.escaped)", query: query))
    }
}
