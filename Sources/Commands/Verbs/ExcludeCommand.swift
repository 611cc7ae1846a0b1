import ArgumentParser
import Tracking

struct ExcludeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exclude", abstract: "Say that a run does not count, and why; its rows stay.",
        discussion: """
            An excluded run is never the newest, stands in no history and makes no threshold; named by its id it can still be
            looked at, and the report says that it is excluded. --undo lets it count again.

            Examples:
              plimsoll exclude 1F2E3D4C --reason "a backup ran on the worker"
              plimsoll exclude 1F2E3D4C --undo
            """)

    @Argument(help: ArgumentHelp("The run's UUID, or its first 8 digits and more.", valueName: "run"))
    var identifier: String
    @OptionGroup var database: DatabaseOptions
    @Option(help: "Why it does not count.") var reason: String?
    @Flag(help: "Let it count again.") var undo = false

    func validate() throws {
        guard (reason == nil) == undo else {
            throw ValidationError(
                undo ? "--undo takes no --reason." : "Say why: --reason \"a backup ran on the worker\".")
        }
        if let reason, reason.allSatisfy(\.isWhitespace) { throw ValidationError("--reason takes words.") }
    }

    func run() throws {
        let results = try TrackedDatabase.openForWriting(database.db)
        let chosen = try LocatedRun.find(identifier, inDatabase: results)
        try results.exclude(run: chosen.id, reason: reason)
        let before = chosen.excluded.map { " (was excluded: \($0))" } ?? ""
        Terminal.standard.result("\(chosen.id.uuidString)  " + (reason.map { "excluded: \($0)" } ?? "counts") + before)
    }
}
