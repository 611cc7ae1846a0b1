import Foundation
import Model
import SystemPackage
import Testing

@testable import Fixtures

/// What became of a baseline's revisions in today's history.
@Suite("A pinned history")
struct PinnedHistoryTests {
    /// A repository whose branch `main` has the commits `c0` to `c3`.
    struct Repository {
        let path: String
        let git: GitCommand

        init(_ scratch: Scratch, _ name: String = "r") async throws {
            path = scratch.path(name).string
            try scratch.directory(name)
            git = GitCommand(in: path)
            _ = try await git.run(["init", "--quiet", "--initial-branch=main"])
            for number in 0..<4 { try await commit(scratch, "\(name)/a.txt", "c\(number)") }
        }

        func commit(_ scratch: Scratch, _ file: String, _ subject: String) async throws {
            try scratch.write(file, subject)
            _ = try await git.run(["add", "--all"])
            _ = try await git.run([
                "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--allow-empty", "--message", subject,
            ])
        }

        func id(_ revision: String) async throws -> String { try await git.line(["rev-parse", revision]) }

        func history(_ last: String, range: String = "main") async throws -> PinnedHistory {
            try await PinnedHistory.of(repository: path, range: range, last: last)
        }
    }

    @Test("goes on with the commits since, the oldest first")
    func continued() async throws {
        try await Scratch.with { scratch in
            let repository = try await Repository(scratch)
            let newer = [try await repository.id("main~1"), try await repository.id("main")]
            #expect(try await repository.history(repository.id("main~2")) == .continued(new: newer))
            #expect(
                try await repository.history(repository.id("main~2"), range: "main~3..main") == .continued(new: newer))
            #expect(try await repository.history(repository.id("main")) == .continued(new: []))
        }
    }

    @Test("follows first parents: a merge is one commit")
    func merges() async throws {
        try await Scratch.with { scratch in
            let repository = try await Repository(scratch)
            let last = try await repository.id("main")
            _ = try await repository.git.run(["checkout", "--quiet", "-b", "side"])
            for number in 0..<2 { try await repository.commit(scratch, "r/b.txt", "side \(number)") }
            _ = try await repository.git.run(["checkout", "--quiet", "main"])
            _ = try await repository.git.run([
                "-c", "user.name=a", "-c", "user.email=a@b", "merge", "--quiet", "--no-ff", "--message", "merge",
                "side",
            ])
            #expect(try await repository.history(last) == .continued(new: [repository.id("main")]))
        }
    }

    @Test("is rewritten where the last commit was amended")
    func rewritten() async throws {
        try await Scratch.with { scratch in
            let repository = try await Repository(scratch)
            let last = try await repository.id("main")
            _ = try await repository.git.run([
                "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--amend", "--message", "again",
            ])
            #expect(try await repository.history(last) == .rewritten)
        }
    }

    @Test("is rewritten where the range ends on another branch, or before the last commit")
    func otherBranch() async throws {
        try await Scratch.with { scratch in
            let repository = try await Repository(scratch)
            let last = try await repository.id("main")
            _ = try await repository.git.run(["checkout", "--quiet", "-b", "other", "main~1"])
            try await repository.commit(scratch, "r/b.txt", "other")
            #expect(try await repository.history(last, range: "other") == .rewritten)
            #expect(try await repository.history(last, range: "main~1") == .rewritten)
        }
    }

    @Test("is rewritten where a shallow clone lacks the commit")
    func shallow() async throws {
        try await Scratch.with { scratch in
            let repository = try await Repository(scratch)
            let clone = scratch.path("clone").string
            _ = try await GitCommand(in: scratch.root.string).run([
                "clone", "--quiet", "--depth=2", "file://\(repository.path)", clone,
            ])
            func history(_ last: String) async throws -> PinnedHistory {
                try await PinnedHistory.of(repository: clone, range: "main", last: last)
            }
            #expect(try await history(repository.id("main~3")) == .rewritten)
            let newest = try await repository.id("main")
            #expect(try await history(repository.id("main~1")) == .continued(new: [newest]))
        }
    }

    @Test("lacks the commits that the repository does not have, and says what kind of clone it is")
    func missing() async throws {
        try await Scratch.with { scratch in
            let repository = try await Repository(scratch)
            let ids = [try await repository.id("main~3"), try await repository.id("main")]
            #expect(try await PinnedHistory.missing(ids, repository: repository.path).commits.isEmpty)
            let clone = scratch.path("clone").string
            _ = try await GitCommand(in: scratch.root.string).run([
                "clone", "--quiet", "--depth=2", "file://\(repository.path)", clone,
            ])
            let missing = try await PinnedHistory.missing(ids, repository: clone)
            #expect(missing.commits == [ids[0]] && missing.clone.advice.contains("shallow"))
        }
    }

    @Test("cannot be told of a range that git does not know")
    func unknown() async throws {
        try await Scratch.with { scratch in
            let repository = try await Repository(scratch)
            let last = try await repository.id("main")
            let error = await #expect(throws: FixtureError.self) {
                try await repository.history(last, range: "nowhere")
            }
            #expect(error?.code == .revisionUnknown)
        }
    }

    @Test("commits are replayed in the given order, and one that is missing is named")
    func commits() async throws {
        try await Scratch.with { scratch in
            let repository = try await Repository(scratch)
            let ids = [try await repository.id("main~2"), try await repository.id("main")]
            func open(_ commits: [String]) async throws -> Fixture {
                try await Fixture.git(
                    name: "g", repository: repository.path, revisions: "main", commits: commits,
                    dockerfile: "Dockerfile")
            }
            let trace = try await open(ids).trace(length: 1, seed: 1, minimumPerClass: 0)
            #expect(trace.changes.map(\.revision) == ids && trace.changes.map(\.changeClass) == [.none, .source])
            let gone = String(repeating: "d", count: 40)
            let error = await #expect(throws: FixtureError.self) { try await open([ids[0], gone]) }
            #expect(error?.code == .revisionUnknown && error?.message.contains("the baseline replayed") == true)
        }
    }
}

/// What a run records of a fixture, so that it can be replayed later.
@Suite("What a fixture was resolved to")
struct ResolvedFixtureTests {
    @Test("a git fixture: commits with subjects and times, the Dockerfile, the context, the command")
    func git() async throws {
        try await Scratch.with { scratch in
            let repository = try await PinnedHistoryTests.Repository(scratch)
            let outer = try scratch.write("outer", "FROM scratch\n# é\n")
            try scratch.write("outer.dockerignore", "docs\n")
            let fixture = try await Fixture.git(
                name: "g", repository: repository.path, revisions: "main", dockerfile: "./ci//Dockerfile",
                externalDockerfile: outer.string, context: "ci/", command: ["make", "test"])
            let trace = try fixture.trace(length: 2, seed: 1, minimumPerClass: 0)
            let resolved = try fixture.resolved(trace.addingRounds(3))
            #expect(resolved.revisions.map(\.id) == trace.changes.map(\.revision))
            #expect(resolved.revisions.map(\.subject) == ["c1", "c2", "c3"])
            #expect(resolved.revisions.allSatisfy { abs(($0.time ?? 0) - Date().timeIntervalSince1970) < 3600 })
            #expect(resolved.fixture == "g" && resolved.dockerfile == "ci/Dockerfile")
            #expect(resolved.externalDockerfile == "FROM scratch\n# é\n")
            #expect(resolved.externalIgnoreFile == "docs\n")
            #expect(resolved.context == "ci" && resolved.command == ["make", "test"])
        }
    }

    @Test("subjects keep what git would take for a format, and may be empty")
    func subjects() async throws {
        try await Scratch.with { scratch in
            let repository = try await PinnedHistoryTests.Repository(scratch)
            try await repository.commit(scratch, "r/a.txt", "“%H” | a\ttab, ß\n\nand a body")
            _ = try await repository.git.run([
                "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--allow-empty",
                "--allow-empty-message", "--message", "",
            ])
            let fixture = try await Fixture.git(
                name: "g", repository: repository.path, revisions: "main", dockerfile: "Dockerfile")
            let resolved = try fixture.resolved(try fixture.trace(length: 2, seed: 1, minimumPerClass: 0))
            #expect(resolved.revisions.map(\.subject) == ["c3", "“%H” | a\ttab, ß", ""])
        }
    }

    @Test("an outer Dockerfile that is gone is told")
    func gone() async throws {
        try await Scratch.with { scratch in
            let repository = try await PinnedHistoryTests.Repository(scratch)
            let outer = try scratch.write("outer", "FROM scratch\n")
            let fixture = try await Fixture.git(
                name: "g", repository: repository.path, revisions: "main", dockerfile: "Dockerfile",
                externalDockerfile: outer.string)
            let trace = try fixture.trace(length: 1, seed: 1, minimumPerClass: 0)
            try FileManager.default.removeItem(atPath: outer.string)
            let error = #expect(throws: FixtureError.self) { try fixture.resolved(trace) }
            #expect(error?.code == .unreadable && error?.message.contains(outer.string) == true)
        }
    }

    @Test("a generated fixture: its starting state")
    func generated() async throws {
        try await Scratch.with { scratch in
            let fixture = try BundledFixture(scratch).open()
            let trace = try fixture.trace(length: 4, seed: 3, minimumPerClass: 1)
            let resolved = try fixture.resolved(trace)
            #expect(resolved.revisions == [.init(id: trace.changes[0].revision)])
            #expect(resolved.dockerfile == "Dockerfile.ci" && resolved.externalDockerfile == nil)
        }
    }
}
