import ArgumentParser
import Store
import Tracking

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Merge the runs of other machines into the database.",
        discussion: """
            Takes exports of all records (`plimsoll export --format ndjson`) and databases, also of older versions; it does not
            change them. A run is identified by its UUID. Importing it again adds only new verdicts; a run that has ended since
            is imported anew. Each run is imported completely or not at all. `-` is standard input.

            Ends with status 64 if a file is neither of these or is damaged, and names the line and field. Earlier runs stay.

            Examples:
              plimsoll import worker1.ndjson worker2/.plimsoll/results.sqlite
              gunzip -c night.ndjson.gz | plimsoll import - --db central.sqlite
            """)

    @OptionGroup var database: DatabaseOptions
    @Argument(help: "Exports (NDJSON) or databases; `-` for standard input.") var files: [String]
    @Flag(help: "Print one JSON document.") var json = false

    func run() async throws {
        let results = try ResultsDatabase.open(path: database.db, access: .readWrite)
        var work = ResultsImport(into: results)
        do { for file in files { try work.take(path: file) } } catch {
            Terminal.standard.message("before the error: \(work.summary.text)")
            throw error
        }
        try Terminal.standard.result(json: json, work.summary, work.summary.text)
    }
}
