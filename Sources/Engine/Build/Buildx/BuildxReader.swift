import Foundation

/// Reads what `docker buildx build --progress=rawjson` prints (buildx 0.13 and newer): messages of BuildKit's progress as
/// JSON. Newer versions print one a line; 0.13 prints it indented, from a line `{` to a line `}`. What buildx itself has
/// to say stands between them as plain text.
struct BuildxReader {
    /// How many lines of plain text are kept: buildx shows a failed instruction in about ten.
    private static let mostWords = 40
    private static let errorMark = "ERROR: "
    /// buildx says first that a build failed to build, and that BuildKit failed to solve it.
    private static let preambles = ["failed to build: ", "failed to solve: "]

    private var vertices = BuildKitVertices()
    /// The most bytes that each transfer of files was reported with.
    private var transfers: [String: Int] = [:]
    private var words: [String] = []
    /// The lines so far of an indented message; nil: none has begun.
    private var open: [UInt8]?

    mutating func read(_ line: [UInt8], _ report: (BuildProgress) -> Void) {
        if open != nil || line == [UInt8(ascii: "{")] {
            open = (open ?? []) + line
            guard line == [UInt8(ascii: "}")], let whole = open else { return }
            open = nil
            read(message: whole, report)
        } else if line.first == UInt8(ascii: "{") {
            read(message: line, report)
        } else {
            words = words.suffix(Self.mostWords - 1) + [String(decoding: line.prefix(4_096), as: UTF8.self)]
        }
    }

    /// One that cannot be read is left out: what newer versions add is not needed.
    private mutating func read(message: [UInt8], _ report: (BuildProgress) -> Void) {
        guard let message = try? JSONDecoder().decode(BuildxMessage.self, from: Data(message)) else { return }
        vertices.merge(BuildKitStatus(message), report)
        for transfer in message.statuses ?? [] where transfer.id.hasPrefix("transferring ") {
            let key = "\(transfer.vertex) \(transfer.id)"
            transfers[key] = max(transfers[key] ?? 0, transfer.current ?? 0)
        }
    }

    /// What buildx printed last as an error, on one line; nil: nothing.
    var error: String? {
        guard let start = words.lastIndex(where: { $0.hasPrefix(Self.errorMark) }) else { return nil }
        var text = words[start...].joined(separator: " ").dropFirst(Self.errorMark.count)
        for preamble in Self.preambles where text.hasPrefix(preamble) { text = text.dropFirst(preamble.count) }
        return String(text)
    }

    /// All that buildx printed beside BuildKit's progress.
    var complaint: String { words.joined(separator: "\n") }

    /// The result of a build that ended.
    /// - Parameter imageID: the image that it made; nil: it failed.
    mutating func result(_ outline: DockerfileOutline?, imageID: String?) -> BuildResult {
        var result = BuildResult(
            imageID: imageID, steps: vertices.steps(outline), outputTail: vertices.tail.lines(),
            error: imageID == nil ? error ?? complaint : nil)
        result.sentBytes = transfers.values.reduce(0, +)
        return result
    }
}

/// BuildKit's `client.SolveStatus`, as far as Plimsoll reads it.
private struct BuildxMessage: Decodable {
    struct Vertex: Decodable {
        var digest: String
        var name: String?
        var started, completed: String?
        var cached: Bool?
        var error: String?
    }

    struct Status: Decodable {
        var id: String
        var vertex: String
        var current: Int?
    }

    struct Log: Decodable {
        var vertex: String?
        var data: Data?
    }

    var vertices: [Vertex]?
    var statuses: [Status]?
    var logs: [Log]?

    enum CodingKeys: String, CodingKey { case vertices = "vertexes", statuses, logs }
}

extension BuildKitStatus {
    fileprivate init(_ message: BuildxMessage) {
        vertices = (message.vertices ?? []).map { vertex in
            Vertex(
                digest: vertex.digest, name: vertex.name ?? "", error: vertex.error ?? "",
                cached: vertex.cached ?? false, started: vertex.started.flatMap { EngineInstant($0) },
                completed: vertex.completed.flatMap { EngineInstant($0) })
        }
        logs = (message.logs ?? []).map { Log(vertex: $0.vertex ?? "", bytes: Array($0.data ?? Data())[...]) }
    }
}
