import ArgumentParser
import Foundation
import Model
import Questions

/// Which jobs a bisection builds.
struct BisectedOptions: ParsableArguments {
    @Argument(
        help:
            "The scenario: a file or a name, as for `plimsoll run`; default: the repository in this folder, as with --git.",
        completion: .file(extensions: ["yaml", "yml"]))
    var scenario: String?

    @Option(help: "The repository, without a scenario file: the scenario is the one that `plimsoll init` would write.")
    var git: String?

    @Option(help: "With --git: the Dockerfile, a path in the repository or of a file outside its history.")
    var dockerfile: String?

    @Option(help: "With --git: the command to run in the image, as 'make test'.") var command: String?
    @Option(help: "Which of the scenario's git fixtures; needed where it has more than one.") var fixture: String?

    @Option(
        help: "Build only configurations with this factor, such as builder=buildkit; may be repeated. Default: all.")
    var configuration: [String] = []

    func validate() throws {
        if let scenario, git != nil {
            throw ValidationError("--git bisects without a scenario file: leave out \(scenario), or --git.")
        }
        if scenario != nil, dockerfile != nil || command != nil {
            throw ValidationError("--dockerfile and --command need --git.")
        }
        if let command, ShellWord.words(of: command)?.isEmpty ?? true {
            throw ValidationError("--command takes a command with closed quotes, such as 'make test'.")
        }
    }

    /// The scenario's text, and the path that its problems and its relative paths are told by.
    func text(announce: (String) -> Void) async throws -> (bytes: [UInt8], path: String) {
        if let scenario {
            let path = try ScenarioFile.standard.path(of: scenario)
            guard let bytes = FileManager.default.contents(atPath: path) else {
                throw UsageError(description: "\(path): the scenario cannot be read; check its permissions")
            }
            return (Array(bytes), path)
        }
        let wishes = ScenarioDraft.Wishes(dockerfile: dockerfile, command: command.flatMap(ShellWord.words))
        let draft = try await RepositoryDraft.make(of: try GitTarget(git ?? "."), wishes, announce: announce)
        announce(draft.assumptions)
        return (Array(draft.text().utf8), "\(draft.repository)/(drafted)")
    }

    /// The git fixture to build.
    func source(in scenario: Scenario) throws -> GitSource {
        let sources = scenario.fixtures.compactMap { if case .git(let source) = $0 { source } else { nil } }
        let names = sources.map(\.name).joined(separator: ", ")
        if let fixture {
            guard let source = sources.first(where: { $0.name == fixture }) else {
                throw UsageError(
                    description: "--fixture \(fixture): scenario \(scenario.name) has no such git fixture; "
                        + (names.isEmpty ? "it has none" : "it has \(names)"))
            }
            return source
        }
        guard let first = sources.first else {
            throw UsageError(
                description: "scenario \(scenario.name) has no git fixture: only a repository has commits to look for")
        }
        guard sources.count == 1 else {
            throw UsageError(
                description: "scenario \(scenario.name) has several git fixtures: choose by --fixture among \(names)")
        }
        return first
    }

    /// The configurations that have all of the factors, and that rounds can build.
    func configurations(of scenario: Scenario) throws -> [Configuration] {
        let chosen = scenario.configurations.filter { known in
            let factors = known.name.split(separator: ",").map(String.init)
            return configuration.isEmpty
                || configuration.contains { $0.split(separator: ",").allSatisfy { factors.contains(String($0)) } }
        }
        guard !chosen.isEmpty else {
            throw UsageError(
                description: "--configuration \(configuration.joined(separator: ", ")): the scenario has "
                    + scenario.configurations.map(\.name).joined(separator: "; "))
        }
        return chosen
    }
}
