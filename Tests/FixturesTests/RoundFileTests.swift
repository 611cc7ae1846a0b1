import Foundation
import Glibc
import Model
import SystemPackage
import Testing

@testable import Fixtures

/// The file by which a round builds a revision anew.
@Suite("The file of a round", .serialized)
struct RoundFileTests {
    /// A tree that follows a repository of two services, with two rounds of the last revision.
    private func with(
        context: String? = nil, _ body: (WorkingTree, Trace, Fixture) async throws -> Void
    ) async throws {
        try await Scratch.with { scratch in
            for (path, text) in [
                "api/Dockerfile": "FROM x\n", "api/src/a.py": "1", "web/w.js": "1", ".gitignore": "*.txt\n",
            ] { try scratch.write("r/\(path)", text) }
            let git = GitCommand(in: scratch.path("r").string)
            _ = try await git.run(["init", "--quiet"])
            for text in ["1", "2"] {
                try scratch.write("r/api/src/a.py", text)
                _ = try await git.run(["add", "--all"])
                _ = try await git.run([
                    "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--message", text,
                ])
            }
            let fixture = try await Fixture.git(
                name: "api", repository: scratch.path("r").string, revisions: "HEAD", dockerfile: "api/Dockerfile",
                context: context)
            let trace = try fixture.trace(length: 1, seed: 1, minimumPerClass: 0).addingRounds(2)
            try await fixture.withWorkingTree(in: scratch.path("work"), trace: trace, seed: 1) { tree in
                try await body(tree, trace, fixture)
            }
        }
    }

    private func files(_ tree: WorkingTree) throws -> [String: String] {
        try BundledFixture.snapshot(tree.root).filter { !$0.value.hasPrefix("directory") }
    }

    @Test("is where most changes of source took place, and the only difference to the revision")
    func folder() async throws {
        try await with { tree, trace, _ in
            try await tree.advance(to: trace.changes[1])
            let plain = try files(tree)
            try await tree.advance(to: trace.changes[2])
            let round = try files(tree)
            #expect(Set(round.keys).subtracting(plain.keys) == ["api/src/plimsoll-round.txt"])
            #expect(plain.allSatisfy { round[$0.key] == $0.value })
        }
    }

    @Test("is part of the context that is sent", arguments: [nil, "api"])
    func context(_ context: String?) async throws {
        try await with(context: context) { tree, trace, fixture in
            try await tree.advance(to: trace.changes[3])
            let built = try fixture.buildContext(of: tree.root, variant: nil, dialect: .docker20, convention: .buildkit)
            let path = (context == nil ? "api/" : "") + "src/plimsoll-round.txt"
            #expect(built.entries.map(\.path).contains(path))
        }
    }

    @Test("has another text in each round")
    func text() async throws {
        try await with { tree, trace, _ in
            var texts: Set<String> = []
            for change in trace.changes.dropFirst(2) {
                try await tree.advance(to: change)
                let path = tree.root.appending("api/src/plimsoll-round.txt").string
                texts.insert(try String(contentsOfFile: path, encoding: .utf8))
            }
            #expect(texts.count == 3)
        }
    }

    @Test("has git's modes under any umask, and so have folders that are made for it")
    func modes() throws {
        let root = FilePath(NSTemporaryDirectory()).appending("plimsoll-round-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: root.string, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: root.string) }
        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: "\(root)/\(path)")[.posixPermissions] as? Int
        }
        let before = umask(0o077)
        defer { umask(before) }
        try RoundFile(folder: "new/er", stream: "s").write(1, in: root)
        #expect(try mode("new/er/\(RoundFile.name)") == 0o644)
        #expect(try mode("new/er") == 0o755 && mode("new") == 0o755)
    }

    @Test("differs from stream to stream: no side finds the other's build")
    func streams() throws {
        let root = FilePath(NSTemporaryDirectory()).appending("plimsoll-round-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(atPath: root.string) }
        try FileManager.default.createDirectory(atPath: root.string, withIntermediateDirectories: true)
        let texts = try ["reference", "candidate"].map { stream in
            try RoundFile(folder: "a/new", stream: stream).write(1, in: root)
            return try String(contentsOfFile: "\(root)/a/new/\(RoundFile.name)", encoding: .utf8)
        }
        #expect(texts[0] != texts[1])
    }

    @Test("is no stranger, also where it is ignored, and others are")
    func stranger() async throws {
        try await with { tree, trace, _ in
            try await tree.advance(to: trace.changes[2])
            #expect(try await tree.strangers() == [])
            try "x".write(toFile: tree.root.string + "/api/src/left.txt", atomically: false, encoding: .utf8)
            #expect(try await tree.strangers() == ["api/src/left.txt"])
        }
    }

    @Test("is removed by the next checkout")
    func removed() async throws {
        try await with { tree, trace, _ in
            try await tree.advance(to: trace.changes[1])
            let plain = try files(tree)
            try await tree.advance(to: trace.changes[2])
            try await tree.advance(to: trace.changes[1])
            #expect(try files(tree) == plain)
        }
    }

    @Test("that cannot be written is told")
    func refused() throws {
        let file = FilePath(NSTemporaryDirectory()).appending("plimsoll-round-\(UUID().uuidString)")
        try Data().write(to: URL(fileURLWithPath: file.string))
        defer { try? FileManager.default.removeItem(atPath: file.string) }
        let error = #expect(throws: FixtureError.self) { try RoundFile(folder: "a", stream: "s").write(1, in: file) }
        #expect(error?.code == .changeFailed)
    }
}
