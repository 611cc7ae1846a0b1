import Engine
import Fixtures
import Foundation
import Model
import StubEngine
import Testing

@testable import Lab

/// What an engine's version decides of its contexts, and that a run's contexts are read by it.
@Suite struct ContextTraitsTests {
    private func traits(_ version: String, component: String = "Engine") throws -> ContextTraits {
        let text = """
            {"Version":"\(version)","ApiVersion":"1.41","MinAPIVersion":"1.12","Os":"linux","Arch":"amd64",
             "KernelVersion":"6","Components":[{"Name":"\(component)","Version":"\(version)"}]}
            """
        return ContextTraits(try JSONDecoder().decode(EngineVersion.self, from: Data(text.utf8)))
    }

    @Test func theVersionDecides() throws {
        #expect(try traits("20.10.24+dfsg1") == ContextTraits(dialect: .docker20, hasSessions: true))
        #expect(try traits("28.5.2+dfsg4") == ContextTraits(dialect: .docker23, hasSessions: true))
        #expect(
            try traits("4.3.1", component: "Podman Engine") == ContextTraits(dialect: .docker20, hasSessions: false))
        #expect(try traits("20.10.24").convention(of: .buildkit) == .buildkit)
        #expect(try traits("4.3.1", component: "Podman Engine").convention(of: .buildkit) == .archive)
        #expect(try traits("28.5.2").convention(of: .legacy) == .legacy)
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
