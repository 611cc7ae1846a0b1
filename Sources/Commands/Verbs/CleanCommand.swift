import ArgumentParser
import EngineAPI
import Foundation
import Housekeeping
import Lab

/// `plimsoll clean`
struct CleanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clean",
        abstract: "Remove what interrupted runs left.",
        discussion: """
            Takes down embedded engines and registries whose run is dead, removes their working directories, and on an engine named by
            --engine every object that carries Plimsoll's label. What belongs to a run that is at work is left alone, and
            nothing without the label is ever touched. Results, base images and packages stay.
            Ends with status 1 when something stays that should have gone, and says what holds it.

            Examples:
              plimsoll clean
              plimsoll clean --engine unix:///var/run/docker.sock
            """)

    @Option(help: "Also an engine that is not embedded: unix://PATH or tcp://HOST:PORT.")
    var engine: String?

    @OptionGroup var state: StateOptions

    @Flag(help: "Print what was removed as JSON.")
    var json = false

    func run() async throws {
        var stays: [String] = []
        var removed = try await LeftBehind(stateDirectory: state.state).remove { Terminal.standard.message($0) }
        if let engine {
            let endpoint = try EngineEndpoint(engine, environment: ProcessInfo.processInfo.environment)
            let alive = Set(RunDirectory.alive(in: state.state))
            let found = try await EngineClient.withClient(endpoint) { client in
                var stays: [String] = []
                let removed = try await LabelledObjects(on: client).remove(owner: nil, sparing: alive) {
                    stays.append("\($0) stays: \($1)")
                }
                return (removed: removed, stays: stays)
            }
            removed += found.removed
            stays = found.stays
        }
        if json {
            Terminal.standard.result(try JSONText.document(removed))
        } else {
            Terminal.standard.result(
                removed.isEmpty ? "nothing was left" : removed.map { "removed \($0)" }.joined(separator: "\n"))
        }
        for line in stays { Terminal.standard.message(line) }
        guard stays.isEmpty else { throw ExitStatus.error }
    }
}
