import Engine
import Foundation
import Testing

extension IntegrationTests {
    /// A build with the cache must end in the same files as one without, whatever the Dockerfile and whatever changed.
    ///
    /// `PLIMSOLL_SEED` names the first case's seed.
    @Suite(.serialized, .timeLimit(.minutes(60))) struct RebuildTests {
        private static let isSoak = ProcessInfo.processInfo.environment["PLIMSOLL_SOAK"] != nil
        /// How many Dockerfiles that can be built are compared with each builder.
        private static let cases = isSoak ? 200 : 6
        private static let seed = ProcessInfo.processInfo.environment["PLIMSOLL_SEED"].flatMap { UInt64($0) } ?? 1

        @Test(arguments: [BuilderKind.legacy, .buildkit])
        func theCacheChangesNoOutcome(_ builder: BuilderKind) async throws {
            try await TestEngine.withClient { client in
                try await TestEngine.provideTinyImage(on: client)
                var tally = Tally()
                // One that cannot be built must fail with the cache and without it; it is not counted as compared.
                while tally.built < Self.cases, tally.cases < 6 * Self.cases {
                    tally.add(try await Self.check(tally.cases, builder, client))
                }
                _ = try await client.pruneBuildCache(all: true)
                print("\(builder): \(tally)")
                #expect(tally.built == Self.cases, "\(tally)")
                // Without hits or misses the cases would show nothing.
                #expect(tally.hits > 0 && tally.misses > 0, "\(tally)")
            }
        }

        private struct Tally: Sendable, CustomStringConvertible {
            var cases = 0
            var built = 0
            var hits = 0
            var misses = 0
            var failed = 0

            mutating func add(_ other: Tally) {
                cases += other.cases
                built += other.built
                hits += other.hits
                misses += other.misses
                failed += other.failed
            }

            var description: String {
                "\(cases) cases, of which \(built) can be built; \(hits) hits, \(misses) misses; \(failed) cases differ"
            }
        }

        /// The changes take turns; where a Dockerfile has nothing to change so, the next one is made.
        private static func check(_ number: Int, _ builder: BuilderKind, _ client: EngineClient) async throws -> Tally {
            let changes = RandomChange.allCases
            for turn in 0..<changes.count {
                // The short form sees another part of the changes with each builder.
                let offset = builder == .legacy ? 0 : 9
                let rebuild = RebuildCase(
                    seed: seed &+ UInt64(number), change: changes[(number + offset + turn) % changes.count],
                    builder: builder, client: client)
                guard let (outcome, story) = try await rebuild.outcome() else { continue }
                try await rebuild.clear()
                if builder == .legacy, rebuild.changesLinkToNothing {
                    if !outcome.complaints.isEmpty { print("known of the legacy builder:\n\(story)") }
                } else if !outcome.complaints.isEmpty {
                    Issue.record("\(outcome.complaints.joined(separator: "\n"))\n\(story)")
                }
                return Tally(
                    cases: 1, built: outcome.isBuilt ? 1 : 0, hits: outcome.hits, misses: outcome.misses,
                    failed: outcome.complaints.isEmpty ? 0 : 1)
            }
            return Tally(cases: 1)
        }
    }
}
