import Testing

@testable import Engine

@Suite struct LineSplitterTests {
    @Test(arguments: 1...20)
    func cutsLinesThatComeInAnyPieces(_ piece: Int) throws {
        let text = Array("one\r\n\ntwo\n\nthree".utf8)
        var splitter = LineSplitter(limit: 100)
        var lines: [String] = []
        for start in stride(from: 0, to: text.count, by: piece) {
            splitter.append(Array(text[start..<min(start + piece, text.count)]))
            while let line = try splitter.next() { lines.append(String(decoding: line, as: UTF8.self)) }
        }
        #expect(lines == ["one", "two"])
        #expect(splitter.rest == Array("three".utf8))
    }

    @Test func capsALine() throws {
        var splitter = LineSplitter(limit: 10)
        splitter.append(Array("0123456789\n".utf8))
        #expect(try splitter.next()?.count == 10)
        splitter.append(Array("0123456789".utf8))
        #expect(try splitter.next() == nil)
        splitter.append(Array("0".utf8))
        #expect(throws: LineSplitter.LineTooLong.self) { try splitter.next() }
    }
}
