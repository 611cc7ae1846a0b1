import Foundation
import Model
import Store
import Testing

@testable import Publishing
@testable import Questions
@testable import SyntheticRuns

/// What invalidates what, on nine engines and builders.
struct EngineCacheTests {
    private static let engines = [
        "docker:bookworm", "docker:trixie", "docker:forky", "docker:forky+containerd", "podman:trixie",
    ]

    /// A change that no builder minds, one that the classic builder of containerd's store misses more of, one that all miss alike.
    private func text() async throws -> String {
        var run = SyntheticEngineRun()
        for engine in Self.engines {
            for builder in engine == "podman:trixie" ? ["buildah"] : ["buildkit", "legacy"] {
                let breaks = engine.hasSuffix("containerd") && builder == "legacy"
                for (round, change) in ["a file's modification time", "a label", "a byte"].enumerated() {
                    run.plant([1], engine: engine, builder: builder, fixture: "layers") { job in
                        (job.change, job.round) = (change, round + 1)
                        let first = change == "a byte" ? 1 : change == "a label" && breaks ? 0 : 3
                        job.steps = (0..<3).map {
                            StepRecord(
                                ordinal: $0, instruction: "RUN \($0)", cacheable: true, cached: $0 < first,
                                missReason: $0 < first ? nil : $0 == first ? .contentChanged : .parentMissed)
                        }
                    }
                }
            }
        }
        let reader = try RunReader.find(in: try run.database())
        return try #require(try await CachePage.page(in: reader)).markdown
    }

    private func rows(after heading: String, of text: String) throws -> [[String]] {
        let start = try #require(text.range(of: heading + "\n"))
        let table = text[start.upperBound...].split(separator: "\n").drop { !$0.hasPrefix("|") }.prefix {
            $0.hasPrefix("|")
        }
        return table.map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
    }

    @Test func eachEngineAndBuilderHasAColumnByVersion() async throws {
        let rows = try rows(after: "## What invalidates what", of: try await text())
        #expect(rows.map(\.count) == [11, 11, 11, 11, 11])
        #expect(rows[0].first == "change" && rows[0].last == "alike")
        #expect(rows[0][1] == "Docker, Debian bookworm, BuildKit")
        #expect(rows[0][8] == "Docker, Debian forky, containerd store, classic builder")
        #expect(rows[0][9] == "Podman, Debian trixie, Buildah")
        #expect(Array(rows[2].dropFirst()) == [String](repeating: "0 of 3", count: 9) + ["yes"])
        #expect(rows[3][8] == "3 of 3" && rows[3][7] == "0 of 3" && rows[3].last == "**no**")
    }

    @Test func whatIsAlikeStandsInOneRowWithItsReason() async throws {
        let text = try await text()
        let rows = try rows(after: "### What missed first, and why", of: text).dropFirst(2)
        #expect(
            Array(rows) == [
                ["a label", "0 of 3", "–", "–", "all but Docker, Debian forky, containerd store, classic builder"],
                [
                    "a label", "3 of 3", "`RUN 0`", "content changed",
                    "Docker, Debian forky, containerd store, classic builder",
                ],
                ["a byte", "2 of 3", "`RUN 1`", "content changed", "everywhere"],
            ])
        #expect(text.contains("engines and builders differ on 1."))
        #expect(text.contains("modification times matter. **They do not**"))
    }
}
