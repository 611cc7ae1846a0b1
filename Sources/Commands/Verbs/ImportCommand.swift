import ArgumentParser
import Store
import Tracking

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Merge the runs of other machines into the database.",
        discussion: """
            Takes exports of all records (`plimsoll export --format ndjson`) and other databases, also those of older versions, which
            are not changed. A run is known by its UUID: importing it again changes nothing, but for verdicts that are new, and
            for a run that has ended meanwhile, which is taken anew. Each run lands whole or not at all. `-` is standard input.

            Ends with status 64 where a file is none of the two or is damaged, and says the line and field; runs before that stay.

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
