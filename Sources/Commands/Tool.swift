import ArgumentParser
import Foundation

/// The command line: one verb per file, in `Verbs/`.
public struct Tool: AsyncParsableCommand {
    /// The command's name, help and subcommands.
    public static let configuration = CommandConfiguration(
        commandName: "plimsoll", abstract: "Measures what container builds really cost on a CI worker.",
        discussion: """
            Plimsoll replays scenario builds through a real container engine as a CI job would: context, build, run, artifacts,
            cleanup. It stores every measurement in SQLite, and answers questions by rules fixed beforehand.

            A first run:
              plimsoll doctor               what this host has and lacks
              plimsoll plan overhead        what would be run
              plimsoll run overhead         run it on an engine of its own
              plimsoll report               write reports/ from the results

            Your own repository:
              plimsoll init                 writes a first scenario of it, plimsoll.yaml
              plimsoll run plimsoll.yaml
            """,
        version: ToolVersion.number,
        subcommands: [
            DoctorCommand.self, EngineCommand.self, RegistryCommand.self, InitCommand.self, PlanCommand.self,
            RunCommand.self, JobCommand.self, ReportCommand.self, QuestionsCommand.self, CompareCommand.self,
            BisectCommand.self, BaselineCommand.self, ExcludeCommand.self, HistoryCommand.self, JobsCommand.self,
            ShowCommand.self, SelfcheckCommand.self, ExportCommand.self, ImportCommand.self, SimulateCommand.self,
            CleanCommand.self, GcCommand.self, HoldCommand.self, ReferenceCommand.self,
        ])

    /// Creates the command before parsing.
    public init() {}

    /// Parses the arguments, runs the verb, and ends the process: the only place that decides its exit status.
    public static func main() async {
        StandardDescriptors.fill()
        // A closed reader (`plimsoll plan … | head`) is no error: the rest is not written, the status is that of the work.
        signal(SIGPIPE, SIG_IGN)
        EndingSignals.install()
        let status = await status()
        let unwritten = StandardOutput.shared.finish()
        if let unwritten { Terminal.standard.message("error: \(unwritten)") }
        Foundation.exit((unwritten == nil ? status : ExitStatus.error).rawValue)
    }

    /// Runs the verb that the process's arguments name, and returns its exit status.
    private static func status() async -> ExitCode {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return .success
        } catch let error where isOfParser(error) {
            // Help and versions are results; errors in the arguments are messages.
            let (status, text) = (exitCode(for: error), fullMessage(for: error))
            guard !text.isEmpty else { return status }
            if status == .success { Terminal.standard.result(text) } else { Terminal.standard.message(text) }
            return status
        } catch {
            let told = ErrorText(error)
            Terminal.standard.message(told.text)
            return told.status
        }
    }

    private static func isOfParser(_ error: any Error) -> Bool {
        error is CleanExit || error is ExitCode || error is ValidationError
            || String(reflecting: type(of: error)).hasPrefix("ArgumentParser.")
    }
}
