import Foundation
import Testing

@testable import Commands

/// Which file a scenario's name on the command line stands for.
@Suite struct ScenarioFileTests {
    /// Lends a working directory and an installed folder, each with these scenarios.
    private func withFolders(
        working: [String] = [], installed: [String] = [],
        _ body: (_ files: ScenarioFile, _ folder: String) throws -> Void
    ) async throws {
        try await CommandLines.withFolder { folder in
            for (place, names) in [("working", working), ("installed", installed)] {
                let scenarios = "\(folder)/\(place)/scenarios"
                try FileManager.default.createDirectory(atPath: scenarios, withIntermediateDirectories: true)
                for name in names {
                    try "name: x\n".write(toFile: "\(scenarios)/\(name)", atomically: true, encoding: .utf8)
                }
            }
            try body(ScenarioFile(folders: ["\(folder)/working", "\(folder)/installed"]), folder)
        }
    }

    @Test func aFileIsItself() async throws {
        try await withFolders(working: ["mine.yaml"], installed: ["mine.yaml"]) { (files, folder) throws in
            let path = "\(folder)/working/scenarios/mine.yaml"
            #expect(try files.path(of: path) == path)
        }
    }

    @Test func aNameIsFoundAmongTheInstalled() async throws {
        try await withFolders(installed: ["overhead.yaml", "installed-only.yaml"]) { (files, folder) throws in
            #expect(try files.path(of: "overhead") == "\(folder)/installed/scenarios/overhead.yaml")
            let path = "scenarios/installed-only.yaml"
            #expect(try files.path(of: path) == "\(folder)/installed/\(path)")
        }
    }

    @Test func theWorkingDirectoryComesFirst() async throws {
        try await withFolders(working: ["overhead.yaml"], installed: ["overhead.yaml"]) { (files, folder) throws in
            #expect(try files.path(of: "overhead") == "\(folder)/working/scenarios/overhead.yaml")
        }
    }

    @Test func aFolderIsNoScenario() async throws {
        try await withFolders(installed: ["cache.yaml"]) { (files, folder) throws in
            try FileManager.default.createDirectory(
                atPath: "\(folder)/working/scenarios/cache.yaml", withIntermediateDirectories: true)
            #expect(try files.path(of: "cache") == "\(folder)/installed/scenarios/cache.yaml")
        }
    }

    @Test func anUnknownNameListsTheKnown() async throws {
        try await withFolders(working: ["mine.yaml"], installed: ["overhead.yaml", "cache.yaml", "self.Dockerfile"]) {
            (files, _) throws in
            let error = #expect(throws: UsageError.self) { try files.path(of: "overheat") }
            #expect(error?.description == "overheat: no such scenario; known by name: cache, mine, overhead")
        }
    }

    @Test func anAbsolutePathIsOnlyItself() async throws {
        try await withFolders(installed: ["overhead.yaml"]) { (files, _) throws in
            #expect(throws: UsageError.self) { try files.path(of: "/scenarios/overhead.yaml") }
        }
    }
}
