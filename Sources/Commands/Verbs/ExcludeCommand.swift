import ArgumentParser
import Tracking

struct ExcludeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exclude", abstract: "Exclude a run from answers, with a reason; its data stays.",
        discussion: """
            An excluded run is never taken as the newest, appears in no history and sets no threshold. A report of it can still be
            written by its id, and says that it is excluded. --undo includes it again.

            Examples:
              plimsoll exclude 1F2E3D4C --reason "a backup ran on the worker"
              plimsoll exclude 1F2E3D4C --undo
            """)

    @Argument(help: ArgumentHelp("The run's UUID, or at least its first 8 digits.", valueName: "run"))
    var identifier: String
    @OptionGroup var database: DatabaseOptions
    @Option(help: "Why the run is excluded.") var reason: String?
    @Flag(help: "Include the run again.") var undo = false

    func validate() throws {
        guard (reason == nil) == undo else {
            throw ValidationError(
                undo ? "--undo takes no --reason." : "Give a reason: --reason \"a backup ran on the worker\".")
        }
        if let reason, reason.allSatisfy(\.isWhitespace) { throw ValidationError("--reason must not be empty.") }
    }

    func run() throws {
        let results = try TrackedDatabase.openForWriting(database.db)
        let chosen = try LocatedRun.find(identifier, inDatabase: results)
        try results.exclude(run: chosen.id, reason: reason)
        let before = chosen.excluded.map { " (was excluded: \($0))" } ?? ""
        Terminal.standard.result("\(chosen.id.uuidString)  " + (reason.map { "excluded: \($0)" } ?? "counts") + before)
    }
}
