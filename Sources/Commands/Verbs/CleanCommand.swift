import ArgumentParser
import Engine
import Foundation
import Housekeeping
import Lab

struct CleanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clean", abstract: "Remove what interrupted runs left.",
        discussion: """
            Takes down embedded engines and registries whose run is dead, and removes their working directories. On the engine of
            --engine it removes every object that Plimsoll made, recognised by label and name together. Objects that others built
            on an image of Plimsoll's, or started from one, stay. So do objects that an active run uses, whoever started it: a
            volume on the engine (plimsoll-XXXXXXXX-at-work) marks each active run. A run of another machine cannot be checked from
            here and counts as active; if it is dead, name it by --run. Results, archives of base images and packages stay.
            Ends with status 1 if something stays that should have been removed, and says what holds it.

            Examples:
              plimsoll clean
              plimsoll clean --engine unix:///var/run/docker.sock
              plimsoll clean --engine tcp://worker:2376 --run 0d9e3c1e-3f6b-4a43-9d0e-6a1f2f6f7c11
            """)

    @Option(help: "Also clean an engine that is not embedded: unix://PATH or tcp://HOST:PORT.") var engine: String?

    @Option(
        help: """
            With --engine: remove only what the run with this UUID made. For a run of another machine that is known to be \
            dead.
            """)
    var run: RunArgument?

    @OptionGroup var state: StateOptions
    @Flag(help: "Print what was removed as JSON.") var json = false

    func validate() throws {
        if run != nil, engine == nil { throw ValidationError("--run needs --engine: it names a run on that engine") }
    }

    func run() async throws {
        var removed = try await LeftBehind.remove(in: state.state) { Terminal.standard.message($0) }
        var held: [String] = []
        if let engine {
            let endpoint = try EngineEndpoint(engine, environment: ProcessInfo.processInfo.environment)
            let alive = Set(RunDirectory.alive(in: state.state))
            let removal = try await EngineClient.withClient(endpoint) { client in
                try await LabelledObjects(on: client).remove(owner: run?.id, sparing: alive)
            }
            removed += removal.removed
            held = removal.held
            for line in removal.left { Terminal.standard.message(line) }
        }
        try Terminal.standard.result(
            json: json, removed,
            removed.isEmpty ? "nothing was left" : removed.map { "removed \($0)" }.joined(separator: "\n"))
        for line in held { Terminal.standard.message(line) }
        guard held.isEmpty else { throw ExitStatus.error }
    }
}
