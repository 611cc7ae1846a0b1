import Foundation
import Records
import SystemPackage
import Testing

@testable import Fixtures

/// What Plimsoll sends against what the docker client sends, for random trees and random ignore files.
///
/// `PLIMSOLL_TEST_ENGINE` names the engine (`unix:///…`), `PLIMSOLL_TEST_CLIENT` the client (default `/usr/bin/docker`),
/// `PLIMSOLL_TEST_CASES` how many cases (default 40), `PLIMSOLL_TEST_SEED` the first case's seed.
@Suite(
    "Contexts against the docker client",
    .serialized,
    .enabled(if: ProcessInfo.processInfo.environment["PLIMSOLL_TEST_ENGINE"] != nil, "PLIMSOLL_TEST_ENGINE is not set"))
struct DifferentialTests {
    private let environment = ProcessInfo.processInfo.environment

    private var cases: Int { environment["PLIMSOLL_TEST_CASES"].flatMap { Int($0) } ?? 40 }
    private var seed: UInt64 { environment["PLIMSOLL_TEST_SEED"].flatMap { UInt64($0) } ?? 1 }

    private func client(usesBuildKit: Bool) -> DockerClient {
        DockerClient(
            engine: environment["PLIMSOLL_TEST_ENGINE"] ?? "",
            executable: FilePath(environment["PLIMSOLL_TEST_CLIENT"] ?? "/usr/bin/docker"), usesBuildKit: usesBuildKit)
    }

    @Test("the legacy builder's client sends the same")
    func legacy() async throws {
        try await compare(client(usesBuildKit: false), cases: cases)
    }

    @Test("BuildKit's client sends the same")
    func buildkit() async throws {
        try await compare(client(usesBuildKit: true), cases: max(1, cases / 4))
    }

    private func compare(_ client: DockerClient, cases: Int) async throws {
        let versions = try await client.versions()
        for offset in 0..<UInt64(cases) {
            let random = RandomContext(seed: seed + offset)
            try await Scratch.with { scratch in
                for file in random.files { try scratch.write(file, file) }
                // A layer of its own: builds that share one take it from each other when they are removed.
                try scratch.write(random.dockerfile, "FROM scratch\nLABEL case=\(UUID().uuidString)\nCOPY . /\n")
                try scratch.write(".dockerignore", random.ignore)
                let theirs = try await client.paths(in: scratch.root, dockerfile: random.dockerfile)
                let ours = try answer(scratch.root, random, versions, client)
                #expect(
                    describe(ours, random, client) == describe(theirs, random, client),
                    "seed \(seed + offset), Dockerfile \(random.dockerfile), ignore file \(random.ignore.debugDescription)"
                )
            }
        }
    }

    private func answer(
        _ root: FilePath, _ random: RandomContext, _ versions: (client: String, engine: String), _ client: DockerClient
    ) throws -> DockerClient.Answer {
        let dialect = IgnoreDialect(engineVersion: versions.client)
        do {
            let context = try BuildContext.scan(
                root: root, dockerfile: random.dockerfile, dialect: dialect,
                convention: client.usesBuildKit ? .buildkit : .legacy)
            // Docker's exception for the Dockerfile is no use where an older pattern shuts its directory unseen. Plimsoll
            // sends it nevertheless.
            if !client.usesBuildKit, try isLeftByWalk(random.dockerfile, root, random, dialect, keeping: true) {
                return .dockerfileLost
            }
            // These two are sent although they may be ignored.
            let removed = try [random.dockerfile, ".dockerignore"].filter { path in
                try client.usesBuildKit
                    ? isLeftByWalk(path, root, random, dialect)
                    : isRemovedByEngine(path, random, IgnoreDialect(engineVersion: versions.engine))
            }
            let paths = context.entries.map(\.path).filter { !removed.contains($0) }
            // An image has the directories above what was sent, whether they were sent themselves or not.
            let sent = client.usesBuildKit ? paths : context.entries.map(\.path)
            let above = sent.flatMap { path in path.indices.filter { path[$0] == "/" }.map { String(path[..<$0]) } }
            return .paths(Set(paths + above))
        } catch let error as FixtureError where error.code == .ignoreRulesInvalid {
            return .refused
        }
    }

    /// Whether the rules alone leave a path out, with Docker's exception for it or without.
    private func isLeftByWalk(
        _ path: String, _ root: FilePath, _ random: RandomContext, _ dialect: IgnoreDialect, keeping: Bool = false
    ) throws -> Bool {
        var rules = try IgnoreRules(parsing: Array(random.ignore.utf8), file: ".dockerignore", dialect: dialect)
        if keeping { rules = rules.keeping(Array(path.utf8)) }
        var scanner = try TreeScanner(root: root, rules: rules, kept: [])
        try scanner.scan()
        return !scanner.entries.contains { $0.path == path }
    }

    /// The legacy builder removes them by its own reading of the rules.
    private func isRemovedByEngine(_ path: String, _ random: RandomContext, _ dialect: IgnoreDialect) throws -> Bool {
        let rules = try IgnoreRules(parsing: Array(random.ignore.utf8), file: ".dockerignore", dialect: dialect)
        return rules.verdict(on: Array(path.utf8), parent: nil).isExcluded
    }

    private func describe(
        _ answer: DockerClient.Answer, _ random: RandomContext, _ client: DockerClient
    ) -> String {
        guard case .paths(let paths) = answer else { return "\(answer)" }
        // BuildKit's client also sends the excluded directories that it looked into.
        let files = Set(random.files + [random.dockerfile, ".dockerignore"])
        return paths.filter { !client.usesBuildKit || files.contains($0) }.sorted().joined(separator: " | ")
    }
}
