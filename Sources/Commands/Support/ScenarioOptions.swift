import ArgumentParser
import Engine
import Model
import Provision

struct ScenarioOptions: ParsableArguments {
    @Argument(
        help:
            "Scenarios: files, or names such as overhead. A name is looked up in ./scenarios, then in what is installed.",
        completion: .file(extensions: ["yaml", "yml"]))
    var scenarios: [String] = []

    @Option(
        help: ArgumentHelp(
            "Replay a git repository without a scenario file: PATH, or PATH#RANGE.",
            discussion: """
                The scenario is the one that `plimsoll init` would write, with the same assumptions, which are printed. RANGE is \
                as git takes it: main~30..main, v1..v2, or one revision with those before it.
                """))
    var git: String?

    @OptionGroup var draft: DraftOptions
    @Option(help: "Which of the scenario's profiles: quick or full.") var profile = "quick"
    @Option(help: "Seed of traces and job orders; the same seed gives the same plan.") var seed: UInt64 = 1

    func validate() throws {
        if let first = scenarios.first, git != nil {
            throw ValidationError("--git replays without a scenario file: leave out \(first), or --git.")
        }
        guard !scenarios.isEmpty || git != nil else {
            throw ValidationError("Name a scenario, such as overhead, or its file; or a repository by --git.")
        }
        if git == nil, draft.areGiven {
            throw ValidationError("--dockerfile, --command and --revisions need --git.")
        }
    }

    /// - Parameters:
    ///   - suite: what the run is held against.
    ///   - announce: is told what was assumed of a repository, what is replayed, and what takes time.
    ///   - runtimes: the engine's runtimes, where a scenario varies them; by default an embedded engine's.
    ///   - buildx: finds buildx, where a scenario builds by it; by default the host's.
    func load(
        against suite: PinnedSuite? = nil, announce: (String) -> Void,
        runtimes: () async throws -> Set<String> = { EngineSource.hostRuntimes },
        buildx: () async throws -> Void = { _ = try await BuildxProgram.find() }
    ) async throws -> [LoadedScenario] {
        if let git {
            let draft = try await RepositoryDraft.make(of: GitTarget(git), draft.wishes(), announce: announce)
            announce(draft.assumptions)
            let file = "\(draft.repository)/(drafted)"
            return [
                try await LoadedScenario.load(
                    Array(draft.text().utf8), file: file, profile: profile, seed: seed, suite: suite, tell: announce,
                    runtimes: runtimes, buildx: buildx)
            ]
        }
        var loaded: [LoadedScenario] = []
        for path in scenarios {
            let next = try await LoadedScenario.load(
                path, profile: profile, seed: seed, suite: suite, tell: announce, runtimes: runtimes,
                buildx: buildx)
            guard !loaded.contains(where: { $0.plan.scenario == next.plan.scenario }) else {
                throw UsageError(description: "\(path): scenario \(next.plan.scenario) is given twice")
            }
            loaded.append(next)
        }
        return loaded
    }
}
