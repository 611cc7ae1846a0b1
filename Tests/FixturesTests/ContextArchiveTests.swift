import Foundation
import Glibc
import SystemPackage
import Testing

@testable import Fixtures

@Suite("Context archives")
struct ContextArchiveTests {
    @Test("files, directories and links come back as they are, owned by nobody in particular")
    func roundTrip() async throws {
        try await Scratch.with { scratch in
            try scratch.write("Dockerfile", "FROM scratch\n", mode: 0o600)
            try scratch.write("bin/run me", "#!/bin/sh\n", mode: 0o755)
            try scratch.write("empty", "")
            chmod(scratch.path("bin").string, 0o751)
            try scratch.link("dangling", to: "no/such/fîle")
            try scratch.link("absolute", to: "/etc/passwd")
            link(scratch.path("Dockerfile").string, scratch.path("twin").string)
            let context = try BuildContext.scan(root: scratch.root, dockerfile: "Dockerfile")
            let (bytes, entries) = try await TarEntry.read(context)
            #expect(
                entries.map(\.name) == ["Dockerfile", "absolute", "bin", "bin/run me", "dangling", "empty", "twin"])
            let byName = Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0) })
            #expect(byName["Dockerfile"]?.mode == 0o600)
            #expect(byName["bin"]?.mode == 0o751)
            #expect(byName["bin"]?.type == S_IFDIR)
            #expect(byName["bin/run me"]?.mode == 0o755)
            #expect(byName["bin/run me"]?.content == Array("#!/bin/sh\n".utf8))
            #expect(byName["dangling"]?.target == Array("no/such/fîle".utf8))
            #expect(byName["absolute"]?.target == Array("/etc/passwd".utf8))
            #expect(byName["twin"]?.type == S_IFREG)
            #expect(byName["twin"]?.content == Array("FROM scratch\n".utf8))
            #expect(entries.allSatisfy { $0.owner == (0, 0, "", "") })
            // GNU's format, and its first header a file's: BuildKit looks at these bytes.
            #expect(Array(bytes[257..<265]) == Array("ustar  \0".utf8))
            #expect(bytes[156] == UInt8(ascii: "0"))
        }
    }

    @Test("modification times are the tree's")
    func modified() async throws {
        try await Scratch.with { scratch in
            let file = try scratch.write("Dockerfile")
            var times = [timespec(tv_sec: 1_234_567_890, tv_nsec: 5), timespec(tv_sec: 1_234_567_890, tv_nsec: 5)]
            utimensat(AT_FDCWD, file.string, &times, 0)
            let context = try BuildContext.scan(root: scratch.root, dockerfile: "Dockerfile")
            #expect(try await TarEntry.read(context).entries.first?.modified == 1_234_567_890)
        }
    }

    @Test("names that are long, not ASCII, or not even UTF-8 come back byte by byte, whatever the locale")
    func names() async throws {
        try await Scratch.with { scratch in
            try scratch.write("Dockerfile")
            let deep = (0..<6).map { String(repeating: "\($0)", count: 60) }.joined(separator: "/")
            let wide = String(repeating: "ü", count: 60)
            for name in ["größe/naïve 文件.txt", deep, wide, " leading", "trailing ", "new\nline", "-dash", "\\back"] {
                try scratch.write(name, name)
            }
            let invalid: [UInt8] = [0x62, 0xFF, 0xC3, 0x7A]
            let directory = try DirectoryReader(root: scratch.root)
            _ = try directory.items(in: [])
            let path = Array(scratch.root.string.utf8) + [0x2F] + invalid
            #expect(path.withCString { mknod($0, S_IFREG | 0o644, 0) } == 0)
            let context = try BuildContext.scan(root: scratch.root, dockerfile: "Dockerfile")
            let entries = try await TarEntry.read(context).entries
            #expect(entries.map(\.path) == context.entries.map(\.bytes))
            #expect(entries.contains { $0.path == invalid })
            #expect(entries.contains { $0.name == deep && $0.content == Array(deep.utf8) })
            #expect(entries.contains { $0.name == wide })
            #expect(entries.contains { $0.name == "größe/naïve 文件.txt" })
            let sorted = entries.map(\.path).sorted { $0.lexicographicallyPrecedes($1) }
            #expect(entries.map(\.path) == sorted)
        }
    }

    @Test("a link's target may be longer than a header's field")
    func longTarget() async throws {
        try await Scratch.with { scratch in
            try scratch.write("Dockerfile")
            let target = String(repeating: "t/", count: 200) + "é"
            try scratch.link("link", to: target)
            let context = try BuildContext.scan(root: scratch.root, dockerfile: "Dockerfile")
            #expect(try await TarEntry.read(context).entries.last?.target == Array(target.utf8))
        }
    }

    @Test("a context of nothing is a valid archive")
    func empty() async throws {
        try await Scratch.with { scratch in
            let context = BuildContext(
                root: scratch.root, dockerfile: "Dockerfile", dockerfileSource: scratch.path("Dockerfile"),
                dockerfileTravelsApart: false, entries: [], skipped: [])
            let (bytes, entries) = try await TarEntry.read(context)
            #expect(entries.isEmpty)
            #expect(bytes == [UInt8](repeating: 0, count: 1024))
        }
    }

    @Test("chunks are small, their bytes are counted, and a large file comes back whole")
    func chunks() async throws {
        try await Scratch.with { scratch in
            try scratch.write("Dockerfile")
            let content = Data((0..<700_001).map { UInt8(truncatingIfNeeded: $0 &* 31) })
            try content.write(to: URL(fileURLWithPath: scratch.path("large").string))
            let context = try BuildContext.scan(root: scratch.root, dockerfile: "Dockerfile")
            let archive = context.archive
            var bytes: [UInt8] = []
            for try await chunk in archive {
                #expect(chunk.count <= 256 * 1024)
                bytes += chunk
                #expect(archive.sent.value == bytes.count)
            }
            #expect(bytes.count % 512 == 0)
            #expect(try TarEntry.read(bytes).last?.content == Array(content))
        }
    }

    @Test("the same tree gives the same bytes")
    func deterministic() async throws {
        try await Scratch.with { scratch in
            for name in ["Dockerfile", "b", "a/x", "a-b"] { try scratch.write(name, name) }
            let context = try BuildContext.scan(root: scratch.root, dockerfile: "Dockerfile")
            let first = try await TarEntry.read(context).bytes
            let again = try BuildContext.scan(root: scratch.root, dockerfile: "Dockerfile")
            #expect(try await TarEntry.read(again).bytes == first)
        }
    }

    @Test("a file that grew, shrank, vanished or became a link since the scan is an error", arguments: 0..<4)
    func changed(way: Int) async throws {
        try await Scratch.with { scratch in
            try scratch.write("Dockerfile")
            let file = try scratch.write("moving", "before")
            let context = try BuildContext.scan(root: scratch.root, dockerfile: "Dockerfile")
            switch way {
            case 0: try scratch.write("moving", "before and after")
            case 1: try scratch.write("moving", "b")
            default: unlink(file.string)
            }
            if way == 3 { try scratch.link("moving", to: "Dockerfile") }
            let error = await #expect(throws: FixtureError.self) { try await TarEntry.read(context) }
            #expect(error?.code == (way < 2 ? .fileChanged : .unreadable))
            #expect(error?.message.contains(file.string) == true)
        }
    }

    @Test("a file that may not be read is told by its path", .enabled(if: geteuid() != 0, "root may read everything"))
    func unreadable() async throws {
        try await Scratch.with { scratch in
            try scratch.write("Dockerfile")
            let file = try scratch.write("secret", "x", mode: 0)
            let context = try BuildContext.scan(root: scratch.root, dockerfile: "Dockerfile")
            let error = await #expect(throws: FixtureError.self) { try await TarEntry.read(context) }
            #expect(error?.message.contains(file.string) == true)
        }
    }

    @Test("an archive that is given up in the middle leaves nothing open")
    func abandoned() async throws {
        try await Scratch.with { scratch in
            try scratch.write("Dockerfile")
            try Data(count: 1 << 20).write(to: URL(fileURLWithPath: scratch.path("large").string))
            let context = try BuildContext.scan(root: scratch.root, dockerfile: "Dockerfile")
            let directory = "/proc/self/fd"
            let before = try FileManager.default.contentsOfDirectory(atPath: directory).count
            for _ in 0..<400 {
                var iterator = context.archive.makeAsyncIterator()
                _ = try await iterator.next()
            }
            // Other tests run beside this one: a few more are theirs.
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory).count < before + 200)
        }
    }
}
