import Engine
import Foundation
import Model
import SystemPackage
import Testing

@testable import Fixtures
@testable import Lab

/// What an image holds that Plimsoll has built against the same image built by the engine's own client, for random trees and
/// random ignore files.
///
/// `PLIMSOLL_TEST_ENGINE` names the engine (`unix:///…`), `PLIMSOLL_TEST_CLIENT` the client (default `/usr/bin/docker`),
/// `PLIMSOLL_TEST_CASES` how many cases a builder (default 24, under `PLIMSOLL_SOAK` 300), `PLIMSOLL_TEST_SEED` the first
/// case's seed.
@Suite(
    "Contexts against the docker client",
    .serialized,
    .enabled(if: ProcessInfo.processInfo.environment["PLIMSOLL_TEST_ENGINE"] != nil, "PLIMSOLL_TEST_ENGINE is not set"))
struct DifferentialTests {
    private let environment = ProcessInfo.processInfo.environment

    private var cases: Int {
        environment["PLIMSOLL_TEST_CASES"].flatMap { Int($0) } ?? (environment["PLIMSOLL_SOAK"] == nil ? 24 : 300)
    }
    private var seed: UInt64 { environment["PLIMSOLL_TEST_SEED"].flatMap { UInt64($0) } ?? 1 }

    @Test("images of the same context are the same", arguments: [Builder.legacy, .buildkit])
    func images(_ builder: Builder) async throws {
        let docker = DockerClient(
            engine: environment["PLIMSOLL_TEST_ENGINE"] ?? "",
            executable: FilePath(environment["PLIMSOLL_TEST_CLIENT"] ?? "/usr/bin/docker"),
            usesBuildKit: builder == .buildkit)
        var counts: [String: Int] = [:]
        try await EngineClient.withClient(try EngineEndpoint(docker.engine, environment: [:])) { client in
            let traits = ContextTraits(try await client.version())
            for offset in 0..<UInt64(cases) {
                let random = RandomTree(seed: seed + offset)
                try await Scratch.with { scratch in
                    try random.write(to: scratch, onlyUTF8: builder == .buildkit && traits.dialect == .docker23)
                    let theirs = try await docker.answer(to: scratch.root, dockerfile: random.context.dockerfile)
                    let (ours, kind) = try await answer(scratch.root, random, builder, traits, client, docker)
                    counts[kind, default: 0] += 1
                    // Docker's exception for the Dockerfile is no use where an older pattern shuts its directory unseen.
                    // Plimsoll sends it nevertheless.
                    if theirs == .dockerfileLost { return }
                    let story =
                        "seed \(seed + offset), \(random.context.dockerfile), \(random.context.ignore.debugDescription)"
                    #expect(describe(ours, without: theirs) == describe(theirs, without: ours), "\(story)")
                }
            }
        }
        print(
            "\(builder.rawValue): \(cases) contexts: \(counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" })"
        )
        #expect(counts["archive", default: 0] > 0)
        #expect(builder == .legacy || counts["session", default: 0] > 0)
    }

    /// What Plimsoll's image holds, and by which way the context travelled.
    private func answer(
        _ root: FilePath, _ random: RandomTree, _ builder: Builder, _ traits: ContextTraits, _ client: EngineClient,
        _ docker: DockerClient
    ) async throws -> (DockerClient.Answer, String) {
        let context: BuildContext
        do {
            context = try BuildContext.scan(
                root: root, dockerfile: random.context.dockerfile, dialect: traits.dialect,
                convention: traits.convention(of: builder))
        } catch let error as FixtureError where error.code == .ignoreRulesInvalid {
            return (.refused, "refused")
        }
        let image = DockerClient.name()
        let request = BuildRequest(
            builder: builder == .buildkit ? .buildkit : .legacy, dockerfile: context.dockerfile, tags: [image],
            noCache: true)
        let result = try await client.build(request, of: context).result
        let way = context.dockerfileTravelsApart ? "session" : "archive"
        if let error = result.error {
            if DockerClient.isEmptyCopy(error) { return (.failed, "failed") }
            throw DockerClient.Failure(message: error)
        }
        return (.contents(try await docker.contents(of: image)), way)
    }

    /// An answer; of contents, what the other one has not.
    private func describe(_ answer: DockerClient.Answer, without other: DockerClient.Answer) -> String {
        guard case .contents(let lines) = answer else { return "\(answer)" }
        guard case .contents(let others) = other else { return "\(lines.count) files" }
        return Set(lines).subtracting(others).sorted().joined(separator: " | ")
    }
}
