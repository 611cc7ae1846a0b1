import Foundation
import Results

/// Finds the run that is to be analysed.
public enum RunSelection {
    /// A run of a database.
    ///
    /// - Parameters:
    ///   - run: the run; nil takes the latest that is not excluded.
    ///   - includingExcluded: whether an excluded run is taken all the same.
    /// - Throws: `FindingsError`; `ResultsError` where the database cannot be read.
    public static func find(
        _ run: UUID?, in database: ResultsDatabase, includingExcluded: Bool = false
    ) throws -> RunSummary {
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
    /// Whether any of its scenarios bears on a question.
    public func bears(on question: Question) -> Bool {
        record.scenarios.contains { $0.questions.contains(question.id) }
    }

    /// The names of its scenarios that bear on a question.
    ///
    /// - Parameter shipped: the scenario of this project that does, for the message.
    /// - Throws: `FindingsError` with code `otherQuestion` when none does.
    func scenarios(bearingOn question: Question, shipped: String) throws -> [String] {
        let names = record.scenarios.filter { $0.questions.contains(question.id) }.map(\.name)
        guard !names.isEmpty else {
            throw FindingsError(
                .otherQuestion,
                "none of the scenarios of run \(id.uuidString) bears on \(question.id): name another run, or run "
                    + "`plimsoll run scenarios/\(shipped).yaml`")
        }
        return names
    }
}
