import Foundation
import Model
import Subprocess
import SystemPackage
import Testing

@testable import Fixtures

/// How a scenario's patterns name files and revisions.
@Suite("Patterns of a git fixture")
struct RevisionKeysTests {
    @Test(
        "manifests are read as lines of an ignore file",
        arguments: [
            (["package.json"], "package.json", true), (["package.json"], "web/package.json", false),
            (["**/package.json"], "web/ui/package.json", true), (["**/package.json"], "package.json", true),
            (["deps"], "deps/a/b.txt", true), (["deps/*.txt"], "deps/a/b.txt", false),
            (["deps/?.in"], "deps/b.in", true), (["**/*.lock", "!old"], "old/a.lock", false),
            (["**/*.lock", "!old"], "new/a.lock", true), (["Cargo.toml"], "package.json", false),
        ])
    func manifests(patterns: [String], path: String, isManifest: Bool) throws {
        #expect(try DependencyManifests(patterns).contains(path) == isManifest)
    }

    @Test("the known manifests are those that the documentation lists")
    func documented() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        let text = try String(contentsOf: root.appending(path: "docs/scenarios.md"), encoding: .utf8)
        let section = try #require(
            text.components(separatedBy: "### Manifests").last?.components(separatedBy: "###").first)
        let rows = section.split(separator: "\n").filter { $0.hasPrefix("| ") && $0.contains("`") }
        let names = rows.flatMap { $0.matches(of: #/`([^`]+)`/#).map { String($0.1) } }
        #expect(names.count > 30)
        for name in names {
            let path = "web/" + name.replacing("*", with: name.hasPrefix("*") ? "x" : "")
            #expect(DependencyManifests.known.contains(path), "\(path)")
        }
    }

    @Test("a Dockerfile comes before manifests, and what is not sent counts for nothing")
    func classes() throws {
        let manifests = try DependencyManifests(["**/deps.txt"])
        func changeClass(_ files: [String], context: String? = nil) -> ChangeClass {
            GitHistory.classify(files, dockerfile: "Dockerfile", context: context, manifests: manifests)
        }
        #expect(changeClass(["a.py", "api/deps.txt"]) == .dependency)
        #expect(changeClass(["Dockerfile", "deps.txt"]) == .dockerfile)
        #expect(changeClass(["package.json"]) == .source)
        #expect(changeClass(["deps.txt"], context: "api") == .none)
        #expect(changeClass(["api/deps.txt"], context: "api") == .dependency)
    }

    private static let revisions = [
        ("abc1234f00", "Add a thing"), ("abc12345aa", "[WIP] a/b: fast"), ("0123456789", "WIP"), ("fedcba9876", ""),
    ].map { GitHistory.Revision(commit: $0.0, changeClass: .source, subject: $0.1, time: 0) }

    @Test(
        "an entry names all revisions that it matches",
        arguments: [
            ("abc1234", [0, 1]), ("ABC12345", [1]), ("WIP", [2]), ("*WIP*", [1, 2]), ("[WIP]*", [1]),
            ("[WIP] a/b*", [1]), ("Add ? thing", []), ("wip", []), ("*thing", [0]), ("*", [0, 1, 2, 3]),
            ("7654321", []),
        ])
    func entries(entry: String, places: [Int]) {
        let expected = ExpectedFailures([entry], among: Self.revisions)
        let found = Self.revisions.indices.filter { expected.contains(Self.revisions[$0].commit) }
        #expect(found == places)
        #expect(expected.unmatched == (places.isEmpty ? [entry] : []))
    }

    @Test("subjects are read whole, whatever they hold")
    func subjects() async throws {
        try await Scratch.with { scratch in
            try scratch.directory("r")
            let script = """
                set -e; cd '\(scratch.path("r").string)'; export GIT_CONFIG_GLOBAL=/dev/null
                export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
                commit() { git commit --quiet --allow-empty --allow-empty-message --message "$1"; }
                git init --quiet --initial-branch=main
                export GIT_COMMITTER_DATE='@1479805200 +0100'; commit 'commit 1234: first'
                export GIT_COMMITTER_DATE='@1479805260 +0100'; commit ''
                printf 'two\\nlines\\n\\nbody\\n' | git commit --quiet --allow-empty --file -
                git config i18n.commitEncoding ISO-8859-1; commit "$(printf 'gr\\374\\337e')"
                git config i18n.logOutputEncoding ISO-8859-1; git config format.pretty oneline
                """
            let result = try await run(
                .path("/bin/sh"), arguments: ["-c", script], output: .discarded, error: .string(limit: 1 << 16))
            #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
            let history = try await GitHistory.read(
                repository: scratch.path("r").string, range: "main", dockerfile: nil)
            #expect(history.revisions.map(\.subject) == ["commit 1234: first", "", "two lines", "grüße"])
            #expect(history.revisions.map(\.time) == [1_479_805_200] + [Double](repeating: 1_479_805_260, count: 3))
            #expect(history.revisions.allSatisfy { $0.commit.count == 40 })
        }
    }
}
