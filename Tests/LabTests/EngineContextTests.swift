import Engine
import Fixtures
import Foundation
import Model
import StubEngine
import Testing

@testable import Lab

/// That a run's contexts are read as the engine's client would read them.
@Suite struct EngineContextTests {
    @Test func theEngineDecidesTheConvention() throws {
        var traits = try EngineTraits.ofDocker("28.5.2")
        #expect(traits.convention(of: .buildkit) == .buildkit && traits.convention(of: .legacy) == .legacy)
        traits.hasSessions = false
        #expect(traits.convention(of: .buildkit) == .archive && traits.convention(of: .buildah) == .archive)
    }

    /// The names in a context with this ignore file, on an engine of this generation.
    private func names(_ ignore: String, _ dialect: IgnoreDialect) async throws -> [String] {
        try await StubJob.with(Configuration(builder: .legacy), dialect: dialect) { job in
            for (name, text) in [("a.log", ""), ("libstdc+", ""), (".dockerignore", ignore)] {
                try text.write(toFile: "\(job.directory)/tiny/\(name)", atomically: true, encoding: .utf8)
            }
            return try await job.stream.context(at: Change(index: 0, revision: "", changeClass: .none)).entries.map(
                \.path)
        }
    }

    @Test func aStreamReadsByItsEngine() async throws {
        #expect(try await names("**.log\n", .docker20).contains("a.log"))
        #expect(try await !names("**.log\n", .docker23).contains("a.log"))
        #expect(try await !names("libstdc+\n", .docker23).contains("libstdc+"))
        await #expect(throws: FixtureError.self) { try await names("libstdc+\n", .docker20) }
    }
}
