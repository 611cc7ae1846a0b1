import Model
import SystemPackage
import Testing

@testable import Fixtures

/// A folder of a repository as the context of its builds.
@Suite("A git fixture's context")
struct GitContextTests {
    /// A fixture of a repository with two services.
    private func with(
        context: String?, dockerfile: String, _ body: (Fixture, BuildContext) throws -> Void
    ) async throws {
        try await Scratch.with { scratch in
            for (path, text) in [
                "api/Dockerfile": "FROM x\n", "api/a.py": "1", "api/.dockerignore": "*.md\n", "api/README.md": "1",
                "web/w.js": "1",
                "docker/api.Dockerfile": "FROM y\n",
            ] { try scratch.write("r/\(path)", text) }
            let repository = scratch.path("r").string
            let git = GitCommand(in: repository)
            for words in [["init", "--quiet"], ["add", "--all"]] { _ = try await git.run(words) }
            try await Self.commit(git)
            try scratch.write("r/web/w.js", "2")
            try await Self.commit(git)
            try scratch.write("r/api/package.json", "2")
            try await Self.commit(git)
            try scratch.write("r/docker/api.Dockerfile", "FROM z\n")
            try await Self.commit(git)
            let fixture = try await Fixture.git(
                name: "api", repository: repository, revisions: "HEAD", dockerfile: dockerfile, context: context)
            let trace = try fixture.trace(length: 3, seed: 1, minimumPerClass: 0)
            try await fixture.withWorkingTree(in: scratch.path("work"), trace: trace, seed: 1) { tree in
                try await tree.advance(to: trace.changes[3])
                let built = try fixture.buildContext(
                    of: tree.root, variant: nil, dialect: .docker20, convention: .buildkit)
                try body(fixture, built)
            }
        }
    }

    private static func commit(_ git: GitCommand) async throws {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@b"]
        _ = try await git.run(["add", "--all"])
        _ = try await git.run(identity + ["commit", "--quiet", "--message", "r"])
    }

    @Test("only the folder is sent, by its own ignore file", arguments: ["api", "api/", "./api"])
    func folder(context: String) async throws {
        try await with(context: context, dockerfile: "api/Dockerfile") { fixture, built in
            #expect(built.entries.map(\.path) == [".dockerignore", "Dockerfile", "a.py", "package.json"])
            #expect(built.dockerfile == "Dockerfile" && !built.dockerfileTravelsApart)
            let classes = try fixture.trace(length: 3, seed: 1, minimumPerClass: 0).changes.map(\.changeClass)
            #expect(classes == [.none, .none, .dependency, .none])
        }
    }

    @Test("a Dockerfile of another folder is sent beside it")
    func apart() async throws {
        try await with(context: "api", dockerfile: "docker/api.Dockerfile") { fixture, built in
            #expect(built.dockerfileTravelsApart && built.dockerfile == "api.Dockerfile")
            #expect(try built.dockerfileText() == "FROM z\n")
            #expect(built.entries.map(\.path).contains("a.py"))
            let classes = try fixture.trace(length: 3, seed: 1, minimumPerClass: 0).changes.map(\.changeClass)
            #expect(classes == [.none, .none, .dependency, .dockerfile])
        }
    }

    @Test("the root is all of the repository", arguments: [nil, ".", "./"])
    func root(context: String?) async throws {
        try await with(context: context, dockerfile: "api/Dockerfile") { fixture, built in
            #expect(built.entries.map(\.path).contains("web/w.js"))
            let classes = try fixture.trace(length: 3, seed: 1, minimumPerClass: 0).changes.map(\.changeClass)
            #expect(classes == [.none, .source, .dependency, .source])
        }
    }

    @Test("a folder that a revision does not have is told")
    func missing() async throws {
        let error = await #expect(throws: FixtureError.self) {
            try await with(context: "nowhere", dockerfile: "docker/api.Dockerfile") { _, _ in }
        }
        #expect(error?.code == .unreadable)
    }
}
