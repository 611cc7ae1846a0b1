import Testing

@testable import Model

@Suite("Mutated scenarios")
struct ScenarioFuzzTests {
    @Test("are taken or refused with a place in the text, never more", arguments: [1, 2, 3, 4] as [UInt64])
    func mutated(seed: UInt64) throws {
        let original = Array(try Samples.shipped("scenarios/overhead.yaml").utf8)
        var generator = SeededGenerator(seed: seed, purpose: "mutations")
        var (taken, refused) = (0, 0)
        for _ in 0..<300 {
            var bytes = original
            for _ in 0...generator.draw(below: 4) { mutate(&bytes, &generator) }
            do {
                _ = try Scenario.parse(bytes: bytes, file: "mutated.yaml", questions: nil)
                taken += 1
            } catch {
                refused += 1
                let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 2
                #expect(!error.problems.isEmpty)
                #expect(error.problems.allSatisfy { (1...lines).contains($0.line) && $0.column >= 1 })
                #expect(!error.message.unicodeScalars.contains("\u{1B}"))
            }
        }
        #expect(taken > 0 && refused > 0)
    }

    private func mutate(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        let start = generator.draw(below: bytes.count + 1)
        let end = min(bytes.count, start + generator.draw(below: 40))
        switch generator.draw(below: 6) {
        case 0: bytes.removeSubrange(start..<end)
        case 1: bytes.insert(contentsOf: bytes[start..<end], at: generator.draw(below: bytes.count + 1))
        case 2: bytes.insert(UInt8(truncatingIfNeeded: generator.next()), at: start)
        case 3: bytes.removeLast(generator.draw(below: bytes.count / 4 + 1))
        case 4: bytes.replaceSubrange(start..<end, with: bytes[start..<end].reversed())
        default:
            let pieces = [
                "[", "]", "{", "}", ": ", "- ", "\n", "\t", "&a ", "*a", "!!int ", "? ", "|\n", "\"", "'", "-1", "~",
            ]
            bytes.insert(contentsOf: Array(pieces[generator.draw(below: pieces.count)].utf8), at: start)
        }
    }
}
