import ArgumentParser
import Model
import Provision

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Say what this host offers and lacks, and how to mend it.",
        discussion: """
            Ends with status 1 only when nothing could run here: neither an embedded engine nor one reached by a socket.

            Examples:
              plimsoll doctor
              plimsoll doctor --json
            """)

    @OptionGroup var state: StateOptions
    @Flag(help: "Print the findings as JSON.") var json = false

    func run() async throws {
        let inspection = await HostInspection.inspect(stateDirectory: state.state)
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
        guard !mends.isEmpty else { return table.text + "\n\nNothing is lacking." }
        return table.text + "\n\nTo mend:\n" + mends.joined(separator: "\n")
    }
}
