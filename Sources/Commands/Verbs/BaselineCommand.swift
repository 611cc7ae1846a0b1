import ArgumentParser
import Foundation
import Model
import Tracking

struct BaselineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline", abstract: "Name runs as baselines for later comparisons.",
        discussion: """
            A name is stored in the database and belongs to one run at a time. `plimsoll compare` and `plimsoll run --against`
            take it as baseline:NAME. It fixes the revisions that the run replayed: a range such as main moves on, they do not.

            Examples:
              plimsoll baseline set main 1F2E3D4C
              plimsoll baseline list
              plimsoll compare baseline:main 0A1B2C3D
              plimsoll baseline delete main
            """,
        subcommands: [Set.self, List.self, Show.self, Delete.self])

    struct Set: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a name to a run; a run that had the name loses it.")

        @Argument(help: "The name, such as main or release/2.1.") var name: String
        @Argument(
            help: ArgumentHelp(
                "The run's UUID, or at least its first 8 digits; default: the newest not excluded.", valueName: "run"
            ))
        var identifier: String?
        @OptionGroup var database: DatabaseOptions

        func run() throws {
            let name = try BaselineName(name)
            let results = try TrackedDatabase.openForWriting(database.db)
            let chosen =
                try identifier.map { try LocatedRun.find($0, inDatabase: results) }
                ?? LocatedRun.find(.newest(path: database.db), in: database.db) { _ in results }.run
            let before = try results.baselines().first { $0.name == name.text }
            try results.set(baseline: name.text, run: chosen.id, at: Date())
            let was = before.map { " (was \($0.run.uuidString))" } ?? ""
            let pinned = chosen.record.scenarios.flatMap { $0.sources.compactMap(\.pinned) }
            Terminal.standard.result((["\(name)  \(chosen.id.uuidString)\(was)"] + pinned).joined(separator: "\n"))
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the names with their runs.")

        @OptionGroup var database: DatabaseOptions
        @Flag(help: "Print one JSON document.") var json = false

        func run() throws {
            let results = try TrackedDatabase.open(database.db)
            let baselines = try results.baselines().map { try BaselineJSON($0, in: results) }
            guard json || !baselines.isEmpty else {
                return Terminal.standard.message("no baselines: `plimsoll baseline set NAME RUN` creates one")
            }
            let rows = baselines.map {
                [$0.name, $0.run, $0.started, "\($0.jobs)", $0.scenarios.joined(separator: ", ")]
            }
            try Terminal.standard.result(
                json: json, baselines, TextTable(["NAME", "RUN", "STARTED", "JOBS", "SCENARIOS"], rows).text)
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show the run of a name.")

        @Argument(help: "The name.") var name: String
        @OptionGroup var database: DatabaseOptions
        @Flag(help: "Print one JSON document.") var json = false

        func run() throws {
            let name = try BaselineName(name)
            let results = try TrackedDatabase.open(database.db)
            let all = try results.baselines()
            guard let one = all.first(where: { $0.name == name.text }) else {
                throw TrackingError.unknown(name, all.map(\.name), path: database.db)
            }
            let shown = try BaselineJSON(one, in: results)
            try Terminal.standard.result(json: json, shown, shown.text)
        }
    }

    struct Delete: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Delete a name; its run stays.")

        @Argument(help: "The name.") var name: String
        @OptionGroup var database: DatabaseOptions

        func run() throws {
            let name = try BaselineName(name)
            let results = try TrackedDatabase.openForWriting(database.db)
            guard try results.delete(baseline: name.text) else {
                throw TrackingError.unknown(name, try results.baselines().map(\.name), path: database.db)
            }
            Terminal.standard.result("\(name)  deleted")
        }
    }
}

extension ResolvedSource {
    /// Which revisions a baseline fixes; nil for generated changes, which the seed fixes.
    fileprivate var pinned: String? {
        guard let first = revisions.first, let last = revisions.last, first.time != nil else { return nil }
        let count = revisions.count == 1 ? "1 revision" : "\(revisions.count) revisions"
        return "  \(fixture): \(count), \(first.id.prefix(7)) to \(last.id.prefix(7)) “\(last.subject)”"
    }
}
