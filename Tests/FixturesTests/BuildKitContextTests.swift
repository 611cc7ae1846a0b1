import Model
import SystemPackage
import Testing

@testable import Fixtures

/// What BuildKit's own client has in a context, and the classic one has not.
@Suite("BuildKit's contexts")
struct BuildKitContextTests {
    private func scan(
        _ scratch: Scratch, _ dialect: IgnoreDialect, external: FilePath? = nil
    ) throws -> BuildContext {
        try BuildContext.scan(
            root: scratch.path("tree"), dockerfile: "Dockerfile", externalDockerfile: external, dialect: dialect,
            convention: .buildkit)
    }

    @Test("what the rules exclude is not there, be it the Dockerfile", arguments: IgnoreDialect.allCases)
    func excluded(dialect: IgnoreDialect) async throws {
        try await Scratch.with { scratch in
            for file in ["Dockerfile", "Dockerfile.other", "a"] { try scratch.write("tree/\(file)") }
            try scratch.write("tree/.dockerignore", "Dockerfile*\n.dockerignore\n")
            let context = try scan(scratch, dialect)
            #expect(context.entries.map(\.path) == ["a"])
            #expect(context.dockerfileTravelsApart)
            #expect(context.dockerfile == "Dockerfile")
        }
    }

    @Test("a Dockerfile from outside is not in the context")
    func external() async throws {
        try await Scratch.with { scratch in
            let outside = try scratch.write("mine/Dockerfile.mine", "FROM scratch\n")
            for file in ["Dockerfile", "a"] { try scratch.write("tree/\(file)") }
            let context = try scan(scratch, .docker20, external: outside)
            #expect(context.entries.map(\.path) == ["Dockerfile", "a"])
            #expect(context.dockerfileTravelsApart)
            #expect(context.dockerfile == "Dockerfile.mine")
            #expect(try context.dockerfileText() == "FROM scratch\n")
        }
    }

    @Test("an excluded directory that an exception leads into is sent: at once, or with what is found in it")
    func opened() async throws {
        try await Scratch.with { scratch in
            for file in ["Dockerfile", "a/b/kept", "a/b/other", "a/c/other", "d/kept"] {
                try scratch.write("tree/\(file)")
            }
            try scratch.write("tree/.dockerignore", "a\nd\n!a/b/kept\n!a/c/gone\n!d/gone\n.dockerignore\n")
            let old = try scan(scratch, .docker20)
            #expect(old.entries.map(\.path) == ["Dockerfile", "a", "a/b", "a/b/kept", "a/c", "d"])
            let new = try scan(scratch, .docker23)
            #expect(new.entries.map(\.path) == ["Dockerfile", "a", "a/b", "a/b/kept"])
        }
    }

    @Test("an exception with a wildcard opens directories from Docker 23 on")
    func wildcards() async throws {
        try await Scratch.with { scratch in
            for file in ["Dockerfile", "a/b/kept", "a/other"] { try scratch.write("tree/\(file)") }
            try scratch.write("tree/.dockerignore", "a\n!**/kept\n.dockerignore\n")
            #expect(try scan(scratch, .docker20).entries.map(\.path) == ["Dockerfile"])
            #expect(try scan(scratch, .docker23).entries.map(\.path) == ["Dockerfile", "a", "a/b", "a/b/kept"])
        }
    }

    @Test("a Dockerfile's bytes are sent as they are, and read without a byte order mark")
    func bytes() async throws {
        try await Scratch.with { scratch in
            let latin = Array("# Gr".utf8) + [0xF6, 0xDF] + Array("e\nFROM scratch\n".utf8)
            try scratch.write("tree/.dockerignore", "\u{FEFF}b\r\n*ignore\r\n")
            try scratch.write("tree/b")
            try FileBytes.write([0xEF, 0xBB, 0xBF] + latin, to: scratch.path("tree/Dockerfile"))
            for convention in ContextConvention.allCases {
                let context = try BuildContext.scan(
                    root: scratch.path("tree"), dockerfile: "Dockerfile", convention: convention)
                #expect(try context.dockerfileText() == "# Gr\u{FFFD}\u{FFFD}e\nFROM scratch\n")
                let sent = try await TarEntry.read(context).entries.first { $0.name == "Dockerfile" }
                #expect(sent?.content == [0xEF, 0xBB, 0xBF] + latin)
                #expect(!context.entries.contains { $0.path == "b" })
            }
        }
    }
}
