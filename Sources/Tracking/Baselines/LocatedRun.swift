import Foundation
import Store

package struct LocatedRun: Sendable {
    package let database: ResultsDatabase
    package let run: RunSummary

    package init(database: ResultsDatabase, run: RunSummary) { (self.database, self.run) = (database, run) }

    /// - Parameters:
    ///   - path: the database in which ids and names are looked up.
    ///   - open: opens a database at a path.
    /// - Throws: `TrackingError` where there is no such run, or more than one; `ResultsError`.
    package static func find(
        _ reference: RunReference, in path: String, open: (String) throws -> ResultsDatabase
    ) throws -> LocatedRun {
        switch reference {
        case .id(let id): return try find(.stored(path: path, id: id), in: path, open: open)
        case .stored(let path, let id):
            let database = try open(path)
            return LocatedRun(database: database, run: try find(id, in: database))
        case .newest(let path):
            let database = try open(path)
            guard let run = try database.latestRun() else {
                throw TrackingError.noRun(in: path)
            }
            return LocatedRun(database: database, run: run)
        case .baseline(let name):
            let database = try open(path)
            guard let baseline = try database.baselines().first(where: { $0.name == name.text }),
                let run = try database.run(baseline.run)
            else { throw TrackingError.unknown(name, try database.baselines().map(\.name), path: path) }
            return LocatedRun(database: database, run: run)
        }
    }

    /// The run of a database with this id, or with an id that begins so.
    /// - Throws: `TrackingError`, `badReference` for anything but an id.
    package static func find(_ text: String, inDatabase database: ResultsDatabase) throws -> RunSummary {
        guard case .id(let id) = try RunReference(text) else {
            throw TrackingError(.badReference, "`\(text)` is not a run's UUID, nor its first 8 digits or more")
        }
        return try find(id, in: database)
    }

    private static func find(_ id: String, in database: ResultsDatabase) throws -> RunSummary {
        let runs = try database.runs()
        let digits = id.filter { $0 != "-" }.uppercased()
        let found = runs.filter { $0.id.uuidString.filter { $0 != "-" }.hasPrefix(digits) }
        guard let run = found.first else {
            let newest = runs.suffix(3).reversed().map(\.id.uuidString).joined(separator: ", ")
            throw TrackingError(
                .unknownRun,
                "no run in \(database.path) has an id that begins with \(id): "
                    + (newest.isEmpty ? "it has no runs" : "its newest are \(newest)"))
        }
        guard found.count == 1 else {
            throw TrackingError(
                .ambiguous,
                "\(found.count) runs in \(database.path) have ids that begin with \(id). Write more digits of one of "
                    + found.map(\.id.uuidString).joined(separator: ", "))
        }
        return run
    }
}

extension TrackingError {
    /// The database has no run, or only excluded ones.
    static func noRun(in path: String) -> TrackingError {
        TrackingError(
            .noRun,
            "\(path) has no run that counts: `plimsoll run --db \(path)` makes one, "
                + "and `plimsoll exclude RUN --undo` lets an excluded one count again")
    }

    /// No baseline has the name; the message lists the existing ones.
    package static func unknown(_ name: BaselineName, _ others: [String], path: String) -> TrackingError {
        let there =
            others.isEmpty
            ? "there is none: `plimsoll baseline set \(name) RUN` makes it"
            : "there are \(others.joined(separator: ", "))"
        return TrackingError(.unknownBaseline, "\(path) has no baseline \(name): \(there)")
    }
}
