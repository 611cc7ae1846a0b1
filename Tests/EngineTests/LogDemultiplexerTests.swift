import Testing

@testable import Engine

@Suite struct LogDemultiplexerTests {
    private static let frames: [UInt8] =
        [1, 0, 0, 0, 0, 0, 0, 5] + Array("hello".utf8) + [2, 0, 0, 0, 0, 0, 0, 0]
        + [2, 0, 0, 0, 0, 0, 0, 3] + Array("err".utf8)

    @Test(arguments: 1...24)
    func readsFramesCutAnywhere(_ piece: Int) async throws {
        var demultiplexer = LogDemultiplexer()
        var output = ""
        var error = ""
        for start in stride(from: 0, to: Self.frames.count, by: piece) {
            let chunk = Array(Self.frames[start..<min(start + piece, Self.frames.count)])
            try await demultiplexer.read(chunk) { stream, bytes in
                let text = String(decoding: bytes, as: UTF8.self)
                if stream == .output { output += text } else { error += text }
            }
        }
        #expect(output == "hello" && error == "err")
        #expect(demultiplexer.isComplete)
    }

    @Test func noticesAMissingEnd() async throws {
        var demultiplexer = LogDemultiplexer()
        try await demultiplexer.read(Array(Self.frames.dropLast())) { _, _ in }
        #expect(!demultiplexer.isComplete)
    }

    @Test func refusesWhatHasNoFrames() async throws {
        var demultiplexer = LogDemultiplexer()
        await #expect(throws: LogDemultiplexer.Malformed.self) {
            try await demultiplexer.read(Array("plain text".utf8)) { _, _ in }
        }
    }
}
