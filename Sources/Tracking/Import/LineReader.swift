import Foundation

/// Reads a file line by line, in as much memory as its longest line takes.
struct LineReader {
    /// A line without its end.
    struct Line {
        /// From 1.
        let number: Int
        let bytes: [UInt8]
        /// Whether it ends as lines do, and not because the file does.
        let isWhole: Bool
    }

    /// A line that is longer than any record could be.
    struct TooLong: Error {
        let number: Int
    }

    private static let longest = 64 << 20
    private let file: FileHandle
    private var buffer: [UInt8]
    private var start = 0
    private var number = 0
    private var isAtEnd = false

    /// - Parameter head: what was read of the file before.
    init(_ file: FileHandle, head: Data = Data()) {
        self.file = file
        buffer = Array(head)
    }

    /// The next line; nil at the end.
    mutating func next() throws -> Line? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A) {
                number += 1
                let line = Line(number: number, bytes: Array(buffer[start..<end]), isWhole: true)
                start = end + 1
                return line
            }
            if isAtEnd {
                guard start < buffer.count else { return nil }
                number += 1
                let line = Line(number: number, bytes: Array(buffer[start...]), isWhole: false)
                start = buffer.count
                return line
            }
            buffer.removeFirst(start)
            start = 0
            searched = buffer.count
            guard searched <= Self.longest else { throw TooLong(number: number + 1) }
            if let data = try file.read(upToCount: 1 << 16), !data.isEmpty {
                buffer.append(contentsOf: data)
            } else {
                isAtEnd = true
            }
        }
    }
}
