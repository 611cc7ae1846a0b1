import Foundation
import Model
import Store

@testable import SyntheticRuns
@testable import Tracking

extension SyntheticNight {
    /// What `plimsoll compare` makes of it.
    /// - Parameter showsPower: whether it says what could have been seen, which takes most of the time.
    func compared(showsPower: Bool = false) throws -> Night {
        let database = try ResultsDatabase.inMemory()
        try save(to: database)
        return Night.make(
            try present(try database.run(Self.base)), try NightJob.read(database, run: Self.base),
            try present(try database.run(Self.night)), try NightJob.read(database, run: Self.night),
            showsPower: showsPower)
    }

    /// The same by what the database has of both runs.
    func comparedAsStored() throws -> Night {
        let database = try ResultsDatabase.inMemory()
        try save(to: database)
        func located(_ id: UUID) throws -> LocatedRun {
            LocatedRun(database: database, run: try present(try database.run(id)))
        }
        return try Night.compare(located(Self.base), located(Self.night))
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
