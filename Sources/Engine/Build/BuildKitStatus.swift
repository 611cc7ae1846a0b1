/// What one line of BuildKit's trace says (`StatusResponse` of BuildKit's control API), as far as Plimsoll reads it.
struct BuildKitStatus {
    /// One vertex of the build's graph, as of this line. It is sent again each time that it changes.
    struct Vertex {
        var digest = ""
        var name = ""
        var cached = false
        var started: EngineInstant?
        var completed: EngineInstant?
        var error = ""
    }

    /// A piece of a vertex's output.
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
        // What is out of its range would overflow in a difference.
        guard secondsSinceEpoch.magnitude < 1 << 40, (0..<1_000_000_000).contains(nanoseconds) else {
            throw ProtobufReader.Malformed()
        }
    }
}
