import Foundation
import Model
import Subprocess
import SystemPackage
import Testing

@testable import Fixtures

@Suite("Git fixtures")
struct GitFixtureTests {
    private func git(_ scratch: Scratch, _ arguments: String...) async throws -> String {
        let result = try await run(
            .name("git"), arguments: Arguments(["-C", scratch.path("repo dépôt").string] + arguments),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        #expect(result.terminationStatus.isSuccess, "\(arguments): \(result.standardError)")
        return result.standardOutput.trimmingCharacters(in: .newlines)
    }

    /// A repository with a merge, an empty commit, and one commit of each class.
    private func makeRepository(_ scratch: Scratch) async throws -> String {
        try scratch.directory("repo dépôt")
        let script = """
            set -e
            commit() { git add --all; git commit --quiet --allow-empty --message "$1"; }
            git init --quiet --initial-branch=main
            echo 1 > a.py; commit first
            mkdir ci sub; echo FROM x > ci/Dockerfile.ci; commit dockerfile
            echo 2 > a.py; commit source
            echo 3 > a.py; echo x > sub/requirements-dev.txt; commit dependency
            echo FROM y > ci/Dockerfile.ci; echo {} > package.json; commit both
            echo hé > "Grüße ü.md"; commit words
            commit empty
            git checkout --quiet -b side
            echo 0 > side0; commit side0; echo 1 > side1; commit side1
            git checkout --quiet main
            git merge --quiet --no-ff --message merge side
            """
        let result = try await run(
            .path("/bin/sh"), arguments: ["-c", script],
            environment: .inherit.updating([
                "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a",
                "GIT_COMMITTER_EMAIL": "a@b", "GIT_CONFIG_GLOBAL": "/dev/null",
                "GIT_COMMITTER_DATE": "2016-11-22T10:00:00+01:00",
            ]),
            workingDirectory: scratch.path("repo dépôt"), output: .discarded, error: .string(limit: 1 << 16))
        #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
        return scratch.path("repo dépôt").string
    }

    private func open(
        _ repository: String, _ range: String, external: String? = nil, manifests: [String]? = nil,
        expectedFailures: [String]? = nil
    ) async throws -> Fixture {
        try await Fixture.git(
            name: "real", repository: repository, revisions: range, dockerfile: "ci/Dockerfile.ci",
            externalDockerfile: external, manifests: manifests, expectedFailures: expectedFailures)
    }

    @Test("a history is replayed in order, with the class of each change")
    func history() async throws {
        try await Scratch.with { scratch in
            let fixture = try await open(makeRepository(scratch), "main")
            let trace = try fixture.trace(length: 7, seed: 1, minimumPerClass: 3)
            let classes: [ChangeClass] = [
                .none, .dockerfile, .source, .dependency, .dockerfile, .source, .none, .source,
            ]
            #expect(trace.changes.map(\.changeClass) == classes)
            #expect(trace.population.isEmpty)
            let commits = try await git(scratch, "rev-list", "--first-parent", "--reverse", "main")
            // All eight of the range, however many are replayed: 10 o'clock an hour east of Greenwich.
            #expect(trace.times == [Double](repeating: 1_479_805_200, count: 8))
            #expect(try fixture.trace(length: 1, seed: 1, minimumPerClass: 0).times?.count == 8)
            #expect(trace.changes.map(\.revision) == commits.split(separator: "\n").map(String.init))
            let short = try fixture.trace(length: 3, seed: 1, minimumPerClass: 3)
            #expect(short.changes.map(\.changeClass) == [.none, .source, .none, .source])
            #expect(short.changes.map(\.index) == [0, 1, 2, 3])
        }
    }

    @Test("a scenario's manifests take the place of those that are known")
    func ownManifests() async throws {
        try await Scratch.with { scratch in
            let fixture = try await open(makeRepository(scratch), "main", manifests: ["package.json", "*.md"])
            let classes: [ChangeClass] = [
                .none, .dockerfile, .source, .source, .dockerfile, .dependency, .none, .source,
            ]
            #expect(try fixture.trace(length: 7, seed: 1, minimumPerClass: 0).changes.map(\.changeClass) == classes)
        }
    }

    @Test("revisions that may fail are named by their digits or their subject")
    func expectedFailures() async throws {
        try await Scratch.with { scratch in
            let repository = try await makeRepository(scratch)
            let merge = try await git(scratch, "rev-parse", "main")
            // What is only on the side was never in the range.
            let entries = [String(merge.prefix(7)), "dep*", "side0", "0000000", "wor"]
            let fixture = try await open(repository, "main", expectedFailures: entries)
            #expect(fixture.expectedFailures.unmatched == ["side0", "0000000", "wor"])
            let changes = try fixture.trace(length: 7, seed: 1, minimumPerClass: 0).changes
            let expected = changes.filter { fixture.expectedFailures.contains($0.revision) }
            #expect(expected.map(\.index) == [3, 7])
        }
    }

    @Test("the tree is each revision's own, and the repository is not touched")
    func checkout() async throws {
        try await Scratch.with { scratch in
            let repository = try await makeRepository(scratch)
            try scratch.write("repo dépôt/a.py", "work in progress")
            try scratch.write("repo dépôt/untracked", "mine")
            let before = try BundledFixture.snapshot(FilePath(repository))
            let fixture = try await open(repository, "main~5..main")
            let trace = try fixture.trace(length: 4, seed: 1, minimumPerClass: 0)
            try await fixture.withWorkingTree(in: scratch.path("work tree"), trace: trace, seed: 1) { tree in
                for index in [0, 4, 1, 3, 2] {
                    try await tree.advance(to: trace.changes[index])
                    let files = try BundledFixture.snapshot(tree.root).filter { !$0.value.hasPrefix("directory") }
                    let list = try await git(
                        scratch, "ls-tree", "-r", "-z", "--name-only", trace.changes[index].revision)
                    #expect(files.keys.sorted() == list.split(separator: "\0").map(String.init).sorted())
                    #expect(files["a.py"]?.hasSuffix(" 3\n") == true)
                    #expect(!files.keys.contains("untracked"))
                    // What a build leaves in the tree does not reach the next revision, nor do the locks of a git that was ended.
                    try FileBytes.write([1], to: tree.root.appending("left.over"))
                    for lock in ["index.lock", "HEAD.lock"] {
                        try FileBytes.write([], to: tree.root.removingLastComponent().appending("git/\(lock)"))
                    }
                }
            }
            #expect(try BundledFixture.snapshot(FilePath(repository)) == before)
        }
    }

    @Test("an outer Dockerfile is used, and then the repository's is a file like any other")
    func external() async throws {
        try await Scratch.with { scratch in
            let repository = try await makeRepository(scratch)
            let outer = try scratch.write("Dockerfile.mine", "FROM scratch\n")
            let fixture = try await open(repository, "main", external: outer.string)
            let trace = try fixture.trace(length: 7, seed: 1, minimumPerClass: 0)
            #expect(trace.changes[1].changeClass == .source)
            #expect(trace.changes[4].changeClass == .dependency)
            try await fixture.withWorkingTree(in: scratch.path("work"), trace: trace, seed: 1) { tree in
                try await tree.advance(to: trace.changes[0])
                let context = try BuildContext.scan(
                    root: tree.root, dockerfile: fixture.dockerfile, externalDockerfile: fixture.externalDockerfile)
                #expect(context.entries.map(\.path) == [".dockerignore", ".plimsoll.Dockerfile", "a.py"])
                #expect(context.selection(of: ["."]).map(\.path) == ["a.py"])
            }
        }
    }

    @Test("what cannot be replayed is told")
    func errors() async throws {
        try await Scratch.with { scratch in
            let repository = try await makeRepository(scratch)
            func code(_ repository: String, _ range: String) async -> FixtureError.Code? {
                await #expect(throws: FixtureError.self) { try await open(repository, range) }?.code
            }
            try scratch.directory("plain")
            #expect(await code(scratch.path("plain").string, "main") == .notARepository)
            #expect(await code(scratch.path("gone").string, "main") == .notARepository)
            #expect(await code(repository, "nowhere") == .revisionUnknown)
            #expect(await code(repository, "--output=/dev/null") == .revisionUnknown)
            #expect(await code(repository, "main..main") == .rangeEmpty)
            let fixture = try await open(repository, "main")
            let short = #expect(throws: FixtureError.self) { try fixture.trace(length: 8, seed: 1, minimumPerClass: 0) }
            #expect(short?.code == .rangeTooShort)
            #expect(short?.message.contains("holds 8 revisions") == true)
            #expect(short?.message.contains("write “changes: 7” in the profile") == true)
            let trace = try fixture.trace(length: 7, seed: 1, minimumPerClass: 0)
            let missing = await #expect(throws: FixtureError.self) {
                try await fixture.withWorkingTree(in: scratch.path("work"), trace: trace, seed: 1) { tree in
                    try await tree.advance(to: trace.changes[0])
                }
            }
            #expect(missing?.code == .dockerfileMissing)
        }
    }

    @Test("manifests are known by name, in any directory")
    func manifests() {
        let known = DependencyManifests.known
        for path in ["requirements.txt", "x/requirements-dev.txt", "Gemfile.lock", "a/package.json", "go.sum"] {
            #expect(known.contains(path), "\(path)")
        }
        for path in ["requirements.md", "my_setup.py", "package.json5", "Cargo", "docs/requirements/x.txt"] {
            #expect(!known.contains(path), "\(path)")
        }
    }
}
