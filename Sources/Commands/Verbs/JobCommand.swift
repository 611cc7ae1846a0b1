import ArgumentParser
import Foundation
import Model

struct JobCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "job", abstract: "Run one job of a plan, as a step of any CI, and write its record.",
        discussion: """
            The job is as in `plimsoll run`: context, build, run, artifacts, cleanup. On an engine that is not embedded it differs
            in one thing: it uses the worker's own cache. It may hit what earlier jobs left, and its image stays for later ones,
            until `plimsoll gc` or `plimsoll clean` removes it.

            The record is the job with all its steps and figures, as NDJSON: `plimsoll import` takes the records of many jobs.

            Ends with status 0 if the job succeeded, 3 if it failed (build, command, artifacts or time limit), 1 if it could not
            be run (no engine, or an engine that was lost or refused it), 130 if a signal stopped it. The record says why. Ctrl-C
            once waits for the end of the job; twice stops it at once.

            Examples:
              plimsoll job overhead --job 12 --engine unix:///var/run/docker.sock >job.ndjson
              plimsoll job --git . --engine unix:///var/run/docker.sock --artifacts out --junit junit.xml
              plimsoll job --git ~/src/tool#4f2a91c --command 'make test' --record job.ndjson
            """)

    @OptionGroup var scenario: ScenarioOptions
    @Option(help: "Position of the job in the plan, as `plimsoll plan` prints it; default: the last of its trace.")
    var job: Int?
    @OptionGroup var engine: EngineOptions
    @Option(help: "Directory of working trees, base images and packages. Later jobs find them there.")
    var workspace = ".plimsoll"
    @Option(help: "File of the record; default: standard output.") var record: String?
    @Option(help: "Folder that gets the artifacts, one tar archive each.") var artifacts: String?
    @Option(help: "Also write JUnit XML to this file.") var junit: String?
    @Flag(help: "Print no progress.") var quiet = false

    func validate() throws {
        guard scenario.scenarios.count < 2 else {
            throw ValidationError("A job is of one scenario: leave out \(scenario.scenarios[1]).")
        }
    }

    func run() async throws {
        let choice = try engine.choice()
        let loaded = try await scenario.load {
            if !quiet { Terminal.standard.message($0) }
        } runtimes: {
            try await choice.runtimes()
        } buildx: {
            try await choice.findBuildx()
        }
        guard let loaded = try loaded.first?.keeping(job: job) else { return }
        try await SingleJob(
            scenario: loaded, profile: scenario.profile, seed: scenario.seed, engine: choice, workspace: workspace,
            artifacts: artifacts, quiet: quiet
        ).run(record: record, junit: junit)
    }
}
