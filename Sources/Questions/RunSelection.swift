import Foundation
import Store

/// Which run an analysis is about.
enum RunSelection {
    /// A run by its id, or the latest that is not excluded.
    ///
    /// - Throws: `FindingsError`: `noRun`; `excluded` unless excluded runs are asked for.
    static func find(_ run: UUID?, in database: ResultsDatabase, includingExcluded: Bool) throws -> RunSummary {
        guard let found = try run.map(database.run) ?? database.latestRun() else {
            throw FindingsError(
                .noRun,
                run.map { "there is no run \($0.uuidString) in \(database.path): name another run or database" }
                    ?? "\(database.path) holds no run that counts: `plimsoll run scenarios/overhead.yaml` makes one")
        }
        if let reason = found.excluded, !includingExcluded {
            throw FindingsError(
                .excluded,
                "run \(found.id.uuidString) is excluded (\(reason)): ask for excluded runs to see it all the same")
        }
        return found
    }
}

extension RunSummary {
    /// The names of its scenarios that bear on a question.
    func scenarios(bearingOn question: Question) -> [String] {
        record.scenarios.filter { $0.questions.contains(question.id) }.map(\.name)
    }
}
