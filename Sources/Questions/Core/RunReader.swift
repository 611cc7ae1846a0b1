import Foundation
import Model
import Store
import Synchronization

/// One run as questions read it. What several questions need of it is read once.
package final class RunReader: Sendable {
    package let run: RunSummary
    let database: ResultsDatabase
    private let known = Mutex<[String: any Sendable]>([:])

    package init(_ run: RunSummary, in database: ResultsDatabase) { (self.run, self.database) = (run, database) }

    /// A run by its id, or the latest that is not excluded. An excluded one that is taken all the same says so on its pages.
    ///
    /// - Throws: `FindingsError`: `noRun`, `excluded`; `ResultsError` where the database cannot be read.
    package static func find(
        _ id: UUID? = nil, in database: ResultsDatabase, includingExcluded: Bool = false
    ) throws -> RunReader {
        guard let found = try id.map(database.run) ?? database.latestRun() else {
            throw FindingsError(
                .noRun,
                id.map { "there is no run \($0.uuidString) in \(database.path): name another run or database" }
                    ?? "\(database.path) holds no run that counts: `plimsoll run scenarios/overhead.yaml` makes one")
        }
        if let reason = found.excluded, !includingExcluded {
            throw FindingsError(
                .excluded,
                "run \(found.id.uuidString) is excluded (\(reason)): ask for excluded runs to see it")
        }
        return RunReader(found, in: database)
    }

    /// What a question finds in it, worked out once.
    package func evidence<Asked: Question>(of question: Asked) async throws -> Asked.Evidence? {
        try await once("evidence of \(question.id)") { try await question.evidence(in: self) }
    }

    /// A value that is worked out where it is asked for first, and kept under a name.
    func once<Value: Sendable>(_ name: String, _ work: () async throws -> Value) async rethrows -> Value {
        if let found = known.withLock({ $0[name] }), let value = found as? Value { return value }
        let value = try await work()
        known.withLock { $0[name] = value }
        return value
    }
}

extension RunSummary {
    /// The names of its scenarios that bear on a question.
    func scenarios(bearingOn question: String) -> [String] {
        record.scenarios.filter { $0.questions.contains(question) }.map(\.name)
    }
}

package typealias FindingsError = CodedError<FindingsErrorCode>

/// Why a run cannot be analysed.
package enum FindingsErrorCode: String, Sendable {
    /// The database has no such run, or none that counts.
    case noRun = "no_run"
    case excluded = "run_excluded"
    case tooFew = "too_few_jobs"
}
