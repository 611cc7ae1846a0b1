import Model

/// Source text of a package that was made up: comments of drawn words, which any interpreter reads, and which compress about as
/// program text does.
struct GeneratedText {
    /// How the language opens a comment.
    let comment: String
    private var generator: SeededGenerator
    private static let words: [[UInt8]] = {
        var generator = SeededGenerator(seed: 1, purpose: "words of generated packages")
        return (0..<1500).map { _ in
            let letters = Array("etaoinsrhldcumfpgwybvk".utf8)
            return (0..<(2 + draw(9, &generator))).map { _ in letters[draw(letters.count, &generator)] }
        }
    }()

    /// - Parameter seed: fixes what is drawn.
    init(comment: String, seed: UInt64) {
        self.comment = comment
        generator = SeededGenerator(seed: seed, purpose: "text of a generated package")
    }

    /// Files of one package: 6 to 26 of them, of 1 to 24 KiB each.
    mutating func files(named name: (Int) -> String, head: String = "") -> [PackedFile] {
        (0..<(6 + Self.draw(21, &generator))).map { number in
            PackedFile(path: name(number), bytes: file(head: head, bytes: 1024 + Self.draw(23 * 1024, &generator)))
        }
    }

    private mutating func file(head: String, bytes count: Int) -> [UInt8] {
        var bytes = Array(head.utf8)
        bytes.reserveCapacity(count + 128)
        while bytes.count < count {
            bytes += comment.utf8
            for _ in 0..<(4 + Self.draw(10, &generator)) {
                bytes.append(0x20)
                // The smaller of two: a few words stand often, most seldom.
                bytes += Self.words[min(Self.draw(1500, &generator), Self.draw(1500, &generator))]
            }
            bytes.append(0x0A)
        }
        return bytes
    }

    /// A number from 0 to `bound` − 1. Not the standard library's draw, which may change: packages must not.
    private static func draw(_ bound: Int, _ generator: inout SeededGenerator) -> Int {
        Int(generator.next().multipliedFullWidth(by: UInt64(bound)).high)
    }
}
