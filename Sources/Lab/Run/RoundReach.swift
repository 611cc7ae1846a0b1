import Engine
import Fixtures
import Model
import SystemPackage

/// Whether the file that each round adds reaches the builds: where it does not, rounds come from the cache, and their
/// build times say nothing.
struct RoundReach: Sendable {
    private enum Obstacle: Hashable {
        case notSent, notCopied
    }

    let traits: ContextTraits
    /// The folder in which a tree may be checked out for a moment.
    let trees: String

    /// A sentence for each side of each fixture whose rounds will come from the cache.
    /// - Throws: `CancellationError`.
    func warnings(of part: RunRequest.Part) async throws -> [String] {
        var sentences: [String] = []
        for (name, reference) in part.references.sorted(by: { $0.key < $1.key }) {
            let rounds = part.plan.jobs.filter { $0.fixture == name && $0.side != nil }
            let builders = Set(rounds.map(\.configuration.builder)).sorted { $0.rawValue < $1.rawValue }
            guard let fixture = part.fixtures[name], let trace = part.traces[name], !builders.isEmpty else { continue }
            for (fixture, trace, side) in [
                (reference.fixture, reference.trace, "the baseline's last revision"),
                (fixture, trace, "today's last revision"),
            ] {
                do {
                    sentences += try await warnings(of: fixture, trace, builders).map { "\(name), \(side): \($0)" }
                } catch let error as FixtureError {
                    sentences.append("\(name), \(side): whether rounds come from the cache is not known: \(error)")
                }
            }
        }
        return sentences
    }

    private func warnings(of fixture: Fixture, _ trace: Trace, _ builders: [Builder]) async throws -> [String] {
        guard let round = trace.changes.first(where: { $0.repetition != nil }) else { return [] }
        return try await fixture.withWorkingTree(in: FilePath("\(trees)/rounds"), trace: trace, seed: 0) { tree in
            try await tree.advance(to: round)
            var found: [Obstacle: [Builder]] = [:]
            for builder in builders {
                if let obstacle = try await obstacle(to: fixture, in: tree.root, builder) {
                    found[obstacle, default: []].append(builder)
                }
            }
            return found.map { words($0, of: fixture, $1) }.sorted()
        }
    }

    private func obstacle(to fixture: Fixture, in tree: FilePath, _ builder: Builder) async throws -> Obstacle? {
        let context = try fixture.buildContext(
            of: tree, variant: nil, dialect: traits.dialect, convention: traits.convention(of: builder))
        guard let path = fixture.roundPath, context.entries.contains(where: { $0.path == path }) else {
            return .notSent
        }
        let inputs = await BuildInputs(
            DockerfileOutline(Dockerfile(try context.dockerfileText())), builder: builder.kind,
            in: BuildInputs.Surroundings(
                image: { _ in nil },
                content: { context.selection(of: $0).contains { $0.path == path } ? path : "without it" }))
        // Sources that are not known before the build may hold it.
        let isCopied = inputs.stages.flatMap(\.steps).flatMap(\.sources).contains {
            $0 == .content(path) || $0 == .content(nil)
        }
        return isCopied ? nil : .notCopied
    }

    private func words(_ obstacle: Obstacle, of fixture: Fixture, _ builders: [Builder]) -> String {
        let effect =
            "so rounds come from the cache (\(builders.map(\.rawValue).joined(separator: ", "))), and their build times say "
            + "nothing"
        guard let path = fixture.roundPath else { return "a round's file is not in the folder that is sent, \(effect)" }
        return switch obstacle {
        case .notSent: "the ignore file leaves \(path) out, \(effect); end that file with the line “!\(path)”"
        case .notCopied: "no COPY or ADD takes \(path), \(effect)"
        }
    }
}
