import Foundation
import Testing

@testable import Housekeeping

@Suite struct BoltFileTests {
    private func with<Value>(_ bytes: [UInt8], _ body: (String) throws -> Value) throws -> Value {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("plimsoll-bolt-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return try body(path)
    }

    /// Everything in a file, with the buckets' names before the keys'.
    private func all(_ path: String) throws -> [String: String] {
        let file = try BoltFile(path: path)
        var found: [String: String] = [:]
        func read(_ bucket: BoltFile.Bucket, _ prefix: String) throws(BoltFile.Problem) {
            try file.visit(bucket) { key, entry throws(BoltFile.Problem) in
                switch entry {
                case .value(let value): found[prefix + key] = String(decoding: value, as: UTF8.self)
                case .bucket(let inside): try read(inside, prefix + key + "/")
                }
            }
        }
        try read(file.root, "")
        return found
    }

    @Test(arguments: [false, true]) func bucketsOnPagesAndInsideThemAreRead(split: Bool) throws {
        let bytes = BoltBytes.database(
            [
                ("a", .value("1")), ("b", .inline([("x", .value("2")), ("y", .value(""))])),
                ("c", .bucket([("deep", .bucket([("z", .value("3"))]))])), ("d", .value("4")),
            ], split: split)
        #expect(try with(bytes, all) == ["a": "1", "b/x": "2", "b/y": "", "c/deep/z": "3", "d": "4"])
    }

    @Test func theNewestWholeHeadCounts() throws {
        var bytes = BoltBytes.database([("new", .value("1"))])
        // The newest is torn: the one before still leads to a whole tree.
        bytes[BoltBytes.pageSize + 16 + 48] ^= 1
        #expect(BoltMeta(bytes)?.transaction == 6)
        #expect(try with(bytes, all) == ["new": "1"])
        bytes[16 + 48] ^= 1
        #expect(BoltMeta(bytes) == nil)
        #expect(throws: BoltFile.Problem.notReadable) { try with(bytes, all) }
        // Where the first is torn, the second is still found.
        var first = BoltBytes.database([("new", .value("1"))])
        first[20] ^= 1
        #expect(BoltMeta(first)?.transaction == 7)
    }

    @Test func whatIsNoDatabaseIsRefusedAndNeverReadBeyond() throws {
        #expect(throws: BoltFile.Problem.notReadable) { try with([], all) }
        #expect(throws: BoltFile.Problem.notReadable) { try with([UInt8](repeating: 7, count: 9000), all) }
        #expect(throws: BoltFile.Problem.notReadable) { try BoltFile(path: "/nonexistent") }
        let whole = BoltBytes.database([("a", .inline([("x", .value("2"))])), ("c", .bucket([("z", .value("3"))]))])
        // Any byte of the tree may be another: an error or another content, but no crash.
        for page in 2..<whole.count / BoltBytes.pageSize {
            for place in page * BoltBytes.pageSize..<page * BoltBytes.pageSize + 96 {
                var bytes = whole
                bytes[place] ^= 0x81
                _ = try? with(bytes, all)
            }
        }
        // A tree that leads back to itself ends.
        var circle = BoltBytes.database([("a", .value("1")), ("b", .value("2"))], split: true)
        let branch = circle.count - BoltBytes.pageSize
        circle[branch + 16 + 8] = UInt8(branch / BoltBytes.pageSize)
        #expect(throws: BoltFile.Problem.damaged) { try with(circle, all) }
    }
}
