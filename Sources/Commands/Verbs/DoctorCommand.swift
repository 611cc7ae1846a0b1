import ArgumentParser
import Model
import Provision
import Tracking

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Show what this host has and lacks, and how to fix it.",
        discussion: """
            Lists the engines of Debian's suites that run here (--engine docker:SUITE, podman:SUITE), and asks the machine's mirror
            for them.

            Without --prove it ends with status 1 only if nothing can run here: no embedded engine, and no other engine on a socket.

            --prove plants known truths on an engine and reads them back: the time of a command, the steps that a change builds
            again, the growth of the disk, what is left. It uses each builder of the engine, and takes about a minute a builder.
            Use it for an engine that Plimsoll was not tried with. It ends with status 3 if a figure differs, 1 if it could not
            be finished, 130 if a signal stopped it.

            Examples:
              plimsoll doctor
              plimsoll doctor --json
              plimsoll doctor --prove --engine docker:sid
              plimsoll doctor --prove --engine unix:///var/run/docker.sock
            """)

    @Flag(help: "Check that figures of an engine are true.") var prove = false
    @OptionGroup var engine: EngineOptions
    @OptionGroup var state: StateOptions
    @Option(help: "With --prove: the database of self-checks, separate from the results database.")
    var db = ".plimsoll/selfcheck.sqlite"
    @Flag(help: "With --prove: print no progress.") var quiet = false
    @Flag(help: "Print one JSON document.") var json = false

    func validate() throws {
        guard prove || engine.engine == EngineSource.hostWord else {
            throw ValidationError(
                "--engine needs --prove. Add --prove to check that engine, or leave out --engine to inspect the host.")
        }
    }

    func run() async throws {
        if prove { return try await proveEngine() }
        let inspection = await HostInspection.inspect(stateDirectory: state.state, suites: true)
        try Terminal.standard.result(json: json, inspection, table(of: inspection.findings))
        guard inspection.canRunEmbedded || inspection.canRunForeign else { throw ExitStatus.error }
    }

    private func proveEngine() async throws {
        let proof = try await EngineProving(
            engine: try engine.choice(), stateDirectory: state.state, database: db, quiet: quiet
        ).run()
        try Terminal.standard.result(json: json, JSONFields(proof), EngineProofReport(proof).markdown)
        guard proof.holds else { throw ExitStatus.failedJob }
    }

    private func table(of findings: [HostFinding]) -> String {
        let table = TextTable(
            ["AREA", "WHAT", "STATE", "FOUND"],
            findings.map { [$0.area.rawValue, $0.name, $0.state.rawValue, $0.found] })
        let mends = findings.filter { $0.state != .fine }.compactMap { finding in
            finding.remedy.map { "  \(finding.name) (\(finding.neededFor)): \($0)" }
        }
        guard !mends.isEmpty else { return table.text + "\n\nNothing is missing." }
        return table.text + "\n\nTo fix:\n" + mends.joined(separator: "\n")
    }
}
