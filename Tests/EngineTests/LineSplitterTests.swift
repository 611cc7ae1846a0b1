import NIOCore
import Testing

@testable import Engine

@Suite struct LineSplitterTests {
    @Test(arguments: 1...20)
    func cutsLinesThatComeInAnyPieces(_ piece: Int) throws {
        let text = Array("one\r\n\ntwo\n\nthree".utf8)
        var splitter = LineSplitter(limit: 100)
        var lines: [String] = []
        for start in stride(from: 0, to: text.count, by: piece) {
            splitter.append(ByteBuffer(bytes: text[start..<min(start + piece, text.count)]))
            while let line = try splitter.next() { lines.append(String(buffer: line)) }
        }
        #expect(lines == ["one", "two"])
        #expect(splitter.rest.map { String(buffer: $0) } == "three")
    }

    @Test func capsALine() throws {
        var splitter = LineSplitter(limit: 10)
        splitter.append(ByteBuffer(string: "0123456789\n"))
        #expect(try splitter.next()?.readableBytes == 10)
        splitter.append(ByteBuffer(string: "0123456789"))
        #expect(try splitter.next() == nil)
        splitter.append(ByteBuffer(string: "0"))
        #expect(throws: LineSplitter.LineTooLong.self) { try splitter.next() }
    }
}
