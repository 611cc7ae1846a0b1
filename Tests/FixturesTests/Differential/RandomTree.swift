import Foundation
import Glibc
import Model
import SystemPackage

@testable import Fixtures

/// A random context on disk: its files become files, links and directories with random modes and contents, and odd names that
/// no pattern names stand beside them.
struct RandomTree {
    private static let odd: [[UInt8]] = [
        Array("gr".utf8) + [0xF6, 0xDF] + Array("e".utf8), Array("two\nlines".utf8), Array("tab\tin it".utf8),
        Array(" spaces ".utf8), Array("back\\slash".utf8), Array("-dash".utf8), Array("日本語".utf8),
        Array(repeating: UInt8(ascii: "n"), count: 200), Array("e\u{301}".utf8), Array("quote\"'`".utf8),
        Array(".wh".utf8),
    ]
    private static let contents = ["", "text\n", "line\r\nline\r\n", "no end", "\u{FEFF}mark", "\0\u{1}binary\n"]
    private static let modes: [mode_t] = [
        0o644, 0o644, 0o755, 0o600, 0o700, 0o664, 0o400, 0o4755, 0o2755, 0o666, 0o000,
    ]
    private static let directoryModes: [mode_t] = [0o755, 0o755, 0o755, 0o700, 0o775, 0o1777, 0o2755]
    private static let targets = ["a", "../a", "nowhere", "/etc/passwd", ".", "..", "b/./c", "x y", "é", "a/../../b"]

    let context: RandomContext
    private let seed: UInt64

    init(seed: UInt64) {
        context = RandomContext(seed: seed)
        self.seed = seed
    }

    /// Writes it into an empty directory. Throws `Errno` and what Foundation throws.
    func write(to scratch: Scratch, onlyUTF8: Bool) throws {
        var generator = SeededGenerator(seed: seed, purpose: "random tree")
        var regular: [FilePath] = []
        for file in context.files {
            let path = scratch.path(file)
            try FileManager.default.createDirectory(
                atPath: path.removingLastComponent().string, withIntermediateDirectories: true)
            try write(path, &regular, &generator)
        }
        for name in Self.odd where Int.random(in: 0..<4, using: &generator) == 0 {
            let isText = String(validating: name, as: UTF8.self) != nil
            if isText || !onlyUTF8 { try write(scratch.root.appending(bytes: name), &regular, &generator) }
        }
        let heads: [[UInt8]] = [[], Array("# Gr".utf8) + [0xF6, 0xDF] + Array("e\n".utf8), [0xEF, 0xBB, 0xBF]]
        let dockerfile = try scratch.write(context.dockerfile)
        try FileBytes.write(Self.pick(heads, &generator) + Array("FROM scratch\nCOPY . /\n".utf8), to: dockerfile)
        try scratch.write(".dockerignore", context.ignore)
        // From the leaves up, so that no directory shuts its own children out.
        for directory in directories().reversed() {
            try chmod(scratch.path(directory), Self.pick(Self.directoryModes, &generator))
        }
    }

    private func directories() -> [String] {
        let all = (context.files + [context.dockerfile]).flatMap { path in
            path.indices.filter { path[$0] == "/" }.map { String(path[..<$0]) }
        }
        return Set(all).sorted()
    }

    private func write(
        _ path: FilePath, _ regular: inout [FilePath], _ generator: inout SeededGenerator
    ) throws {
        switch Int.random(in: 0..<20, using: &generator) {
        case 0...2:
            try check(
                path.withPlatformString { path in
                    Self.pick(Self.targets, &generator).withCString { symlink($0, path) }
                })
        case 3:
            try check(path.withPlatformString { mkdir($0, 0o755) })
            try chmod(path, Self.pick(Self.directoryModes, &generator))
        case 4 where !regular.isEmpty:
            let other = Self.pick(regular, &generator)
            try check(other.withPlatformString { other in path.withPlatformString { Glibc.link(other, $0) } })
        default:
            var bytes = Array(Self.pick(Self.contents, &generator).utf8)
            if Int.random(in: 0..<10, using: &generator) == 0 {
                bytes = (0..<100_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
            }
            try FileBytes.write(bytes, to: path)
            try chmod(path, Self.pick(Self.modes, &generator))
            regular.append(path)
        }
    }

    private func chmod(_ path: FilePath, _ mode: mode_t) throws {
        try check(path.withPlatformString { Glibc.chmod($0, mode) })
    }

    private func check(_ status: Int32) throws {
        guard status == 0 else { throw Errno(rawValue: errno) }
    }

    private static func pick<Value>(_ choices: [Value], _ generator: inout SeededGenerator) -> Value {
        choices[Int.random(in: choices.indices, using: &generator)]
    }
}
