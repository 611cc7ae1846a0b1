import ArgumentParser
import Model
import Provision

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Show what this host has and lacks, and how to fix it.",
        discussion: """
            Lists the engines of Debian's suites that run here (--engine docker:SUITE, podman:SUITE), and asks the machine's mirror
            for them.

            Ends with status 1 only if nothing can run here: no embedded engine, and no other engine on a socket.

            Examples:
              plimsoll doctor
              plimsoll doctor --json
            """)

    @OptionGroup var state: StateOptions
    @Flag(help: "Print the findings as JSON.") var json = false

    func run() async throws {
        let inspection = await HostInspection.inspect(stateDirectory: state.state, suites: true)
        try Terminal.standard.result(json: json, inspection, table(of: inspection.findings))
        guard inspection.canRunEmbedded || inspection.canRunForeign else { throw ExitStatus.error }
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
