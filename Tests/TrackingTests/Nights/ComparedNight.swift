import Foundation
import Model
import Store

@testable import SyntheticRuns
@testable import Tracking

extension SyntheticNight {
    /// What `plimsoll compare` makes of it.
    func compared(terms: ComparisonTerms = ComparisonTerms()) throws -> Night {
        let database = try ResultsDatabase.inMemory()
        try save(to: database)
        func located(_ id: UUID) throws -> LocatedRun {
            LocatedRun(database: database, run: try present(try database.run(id)))
        }
        return try Night.compare(located(Self.base), located(Self.night), terms: terms)
    }
}

extension Night {
    /// The metrics with a verdict, in the order in which they are told.
    func metrics(_ verdict: Finding.Verdict) -> [String] {
        findings.filter { $0.verdict == verdict }.map(\.metric.id)
    }

    /// The culprits as sentences, with where they come from.
    var causes: [String] { culprits.map { "\($0.sentence), \($0.origin)" } }
}
