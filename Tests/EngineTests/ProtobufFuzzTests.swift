import Foundation
import StubEngine
import Testing

@testable import Engine

@Suite struct ProtobufFuzzTests {
    @Test(arguments: 0..<4)
    func garbageNeverCrashes(_ seed: UInt64) {
        var generator = Xorshift(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
        for _ in 0..<400 {
            let bytes = (0..<Int.random(in: 0...120, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            _ = try? BuildKitStatus(bytes)
        }
    }

    @Test func aFlippedOrCutTraceNeverCrashes() throws {
        let line = BuildKitTrace.line(
            [.init("sha256:aa", "[1/2] RUN x", started: 1_795_373_453.5, completed: 1_795_373_454.25, error: "e")],
            logs: [("sha256:aa", "text\n")])
        let text = try #require(line.split(separator: "\"").dropLast().last)
        let bytes = Array(try #require(Data(base64Encoded: String(text))))
        for index in bytes.indices {
            _ = try? BuildKitStatus(Array(bytes[..<index]))
            for bit in 0..<8 {
                var flipped = bytes
                flipped[index] ^= 1 << UInt8(bit)
                _ = try? BuildKitStatus(flipped)
            }
        }
        let whole = try BuildKitStatus(bytes)
        let vertex = try #require(whole.vertices.first)
        let started = try #require(vertex.started)
        #expect(vertex.completed?.seconds(since: started) == 0.75)
        #expect(whole.logs.first.map { Array($0.bytes) } == Array("text\n".utf8))
        #expect(throws: ProtobufMessage.Malformed.self) { try BuildKitStatus([0x0A, 0xFF]) }
        #expect(throws: ProtobufMessage.Malformed.self) { try BuildKitStatus([UInt8](repeating: 0xFF, count: 20)) }
    }
}

private struct Xorshift: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
