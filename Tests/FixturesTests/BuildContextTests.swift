import Foundation
import Glibc
import Model
import SystemPackage
import Testing

@testable import Fixtures

@Suite("Build contexts")
struct BuildContextTests {
    @Test("the Dockerfile and the ignore file are sent although they are ignored")
    func alwaysSent() async throws {
        try await Scratch.with { scratch in
            try scratch.write("ci/Dockerfile.ci")
            try scratch.write("ci/other")
            try scratch.write("kept")
            try scratch.write(".dockerignore", "ci\nDockerfile*\n.dockerignore\n")
            let context = try BuildContext.scan(root: scratch.root, dockerfile: "./ci/Dockerfile.ci")
            #expect(context.entries.map(\.path) == [".dockerignore", "ci/Dockerfile.ci", "kept"])
            #expect(context.dockerfile == "ci/Dockerfile.ci")
        }
    }

    @Test("an exception brings back what stands inside an excluded directory")
    func exception() async throws {
        try await Scratch.with { scratch in
            for file in ["Dockerfile", "a/b/c", "a/b/d", "a/e", "f/g"] { try scratch.write(file) }
            try scratch.write(".dockerignore", "*\n!a/b/c\n")
            let context = try BuildContext.scan(root: scratch.root, dockerfile: "Dockerfile")
            #expect(context.entries.map(\.path) == [".dockerignore", "Dockerfile", "a/b/c"])
        }
    }

    @Test("a Dockerfile inside an excluded directory comes alone", arguments: ContextConvention.allCases)
    func closedDirectory(convention: ContextConvention) async throws {
        try await Scratch.with { scratch in
            for file in ["a/foo/Dockerfile", "a/foo/other", "a/kept"] { try scratch.write(file) }
            try scratch.write(".dockerignore", "**/foo\n")
            for dialect in IgnoreDialect.allCases {
                let context = try BuildContext.scan(
                    root: scratch.root, dockerfile: "a/foo/Dockerfile", dialect: dialect, convention: convention)
                let dockerfile = convention == .buildkit ? [] : ["a/foo/Dockerfile"]
                #expect(context.entries.map(\.path) == [".dockerignore", "a"] + dockerfile + ["a/kept"])
                #expect(context.dockerfileTravelsApart == (convention == .buildkit))
                #expect(context.dockerfileSource == scratch.path("a/foo/Dockerfile"))
            }
        }
    }

    @Test("DOCKERFILE.dockerignore is read only where BuildKit's client would")
    func dockerfileIgnore() async throws {
        try await Scratch.with { scratch in
            for file in ["Dockerfile.ci", "a", "b"] { try scratch.write(file) }
            try scratch.write(".dockerignore", "a\n*ignore\n")
            try scratch.write("Dockerfile.ci.dockerignore", "b\n*ignore\n")
            let legacy = try BuildContext.scan(root: scratch.root, dockerfile: "Dockerfile.ci")
            #expect(legacy.entries.map(\.path) == [".dockerignore", "Dockerfile.ci", "a", "b"].filter { $0 != "a" })
            let buildkit = try BuildContext.scan(
                root: scratch.root, dockerfile: "Dockerfile.ci", convention: .buildkit)
            // BuildKit does not remove an excluded ignore file again, so that it is not sent.
            #expect(buildkit.entries.map(\.path) == ["Dockerfile.ci", "a"])
            #expect(!buildkit.dockerfileTravelsApart)
        }
    }

    @Test("a Dockerfile from outside is added under a name that is free")
    func external() async throws {
        try await Scratch.with { scratch in
            let outside = try scratch.write("outside/My Dockerfile", "FROM scratch\n")
            for file in ["tree/.aaa", "tree/zzz"] { try scratch.write(file) }
            try scratch.write("tree/.dockerignore", "**\n")
            let root = scratch.path("tree")
            let context = try BuildContext.scan(root: root, dockerfile: "none", externalDockerfile: outside)
            #expect(context.dockerfile == ".plimsoll.Dockerfile")
            let read = try await TarEntry.read(context).entries
            #expect(read.map(\.name) == [".dockerignore", ".plimsoll.Dockerfile"])
            #expect(read.last?.content == Array("FROM scratch\n".utf8))
            // The legacy builder removes both again.
            #expect(read.first?.content == Array("**\n\n.plimsoll.Dockerfile\n".utf8))
            #expect(context.selection(of: ["."]).isEmpty)
            try FileManager.default.removeItem(atPath: scratch.path("tree/.dockerignore").string)
            let bare = try BuildContext.scan(root: root, dockerfile: "none", externalDockerfile: outside)
            let made = try await TarEntry.read(bare).entries.first { $0.name == ".dockerignore" }
            #expect(made?.content == Array(".dockerignore\n.plimsoll.Dockerfile\n".utf8))
            #expect(bare.selection(of: ["."]).map(\.path) == [".aaa", "zzz"])
            try scratch.write("tree/.plimsoll.Dockerfile", "theirs")
            let second = try BuildContext.scan(root: root, dockerfile: "none", externalDockerfile: outside)
            #expect(second.dockerfile == ".plimsoll.1.Dockerfile")
        }
    }

    @Test(
        "a Dockerfile that is missing, a directory, or outside of the tree is refused",
        arguments: ["no", "dir", "../f", "/f"])
    func missing(dockerfile: String) async throws {
        try await Scratch.with { scratch in
            try scratch.directory("tree/dir")
            try scratch.write("f")
            let error = #expect(throws: FixtureError.self) {
                try BuildContext.scan(root: scratch.path("tree"), dockerfile: dockerfile)
            }
            #expect(error?.code == .dockerfileMissing)
        }
    }

    @Test("a pattern that Docker refuses is told with its line")
    func badPattern() async throws {
        try await Scratch.with { scratch in
            try scratch.write("Dockerfile")
            try scratch.write(".dockerignore", "a\n[\n")
            let error = #expect(throws: FixtureError.self) {
                try BuildContext.scan(root: scratch.root, dockerfile: "Dockerfile")
            }
            #expect(error?.message.hasPrefix(".dockerignore:2:") == true)
        }
    }

    @Test("pipes and sockets are left out, and named")
    func special() async throws {
        try await Scratch.with { scratch in
            try scratch.write("Dockerfile")
            #expect(mkfifo(scratch.path("pipe").string, 0o644) == 0)
            let context = try BuildContext.scan(root: scratch.root, dockerfile: "Dockerfile")
            #expect(context.skipped == ["pipe"])
            #expect(try await TarEntry.read(context).entries.map(\.name) == ["Dockerfile"])
        }
    }

    @Test("a root that is not there is told by its path")
    func noRoot() throws {
        let error = #expect(throws: FixtureError.self) {
            try BuildContext.scan(root: "/nonexistent/tree", dockerfile: "Dockerfile")
        }
        #expect(error?.message.contains("/nonexistent/tree") == true)
    }
}
