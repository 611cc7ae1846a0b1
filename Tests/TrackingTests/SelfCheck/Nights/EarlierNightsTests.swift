import Foundation
import Model
import Store
import Testing

@testable import SyntheticRuns
@testable import Tracking

/// Which nights of an earlier self-check count in a later one.
struct EarlierNightsTests {
    private static let exclusion = "night of a self-check"
    private static let (base, planted) = (String(repeating: "b", count: 40), String(repeating: "c", count: 40))

    private var terms: EarlierNights.Terms {
        let record = SyntheticRun().record
        return EarlierNights.Terms(
            exclusion: Self.exclusion, toolVersion: record.toolVersion, toolCommit: record.toolCommit,
            scenario: "name: nights", seed: record.seed, fingerprint: record.fingerprint, base: Self.base,
            plants: [Self.planted: .leak])
    }

    /// Saves a run whose last commit is given.
    @discardableResult private func save(
        _ commit: String, to database: ResultsDatabase, against: UUID? = nil, load: Double? = 0,
        excluded: String? = exclusion, reason: String = "finished", change: (inout RunRecord) -> Void = { _ in }
    ) throws -> UUID {
        var record = SyntheticRun().record
        (record.id, record.against) = (UUID(), against)
        let source = ResolvedSource(fixture: "app", revisions: [.init(id: commit)], dockerfile: "Dockerfile")
        record.scenarios = [.init(name: "nights", hash: "", questions: [], text: "name: nights", sources: [source])]
        change(&record)
        try database.begin(record)
        if let load {
            let point = SelfCheckPoint.load.point(load)
            try database.record(
                [PointRecord(name: point.name, unit: point.unit, at: point.at, value: load)], run: record.id)
        }
        try database.exclude(run: record.id, reason: excluded)
        try database.end(run: record.id, at: record.startedAt.addingTimeInterval(150), reason: reason)
        return record.id
    }

    private func found(_ save: (ResultsDatabase, UUID) throws -> Void) throws -> EarlierNights {
        let database = try ResultsDatabase.inMemory()
        let first = try self.save(Self.base, to: database)
        try save(database, first)
        return try EarlierNights(in: database, terms)
    }

    @Test func aNightOfTheSameKindCountsWithWhatItWasHeldAgainst() throws {
        let found = try found { database, first in
            try save(Self.planted, to: database, against: first)
            try save(Self.planted, to: database, against: first, load: 1)
        }
        #expect(found.nights.map(\.plant) == [.leak, .leak] && found.nights.map(\.isLoaded) == [false, true])
        #expect(found.first?.id == found.nights.first?.first.id)
        #expect(found.newest(5, of: .leak, isLoaded: false).count == 1)
        #expect(found.newest(5, of: .nothing, isLoaded: false).isEmpty)
    }

    @Test func theNewestOfMoreThanAreAskedForCount() throws {
        var ids: [UUID] = []
        let found = try found { database, first in
            for number in 0..<3 {
                ids.append(
                    try save(Self.planted, to: database, against: first) { record in
                        record.startedAt += Double(number)
                    })
            }
        }
        #expect(found.newest(2, of: .leak, isLoaded: false).map(\.night.id) == Array(ids.suffix(2)))
    }

    /// Each of them was measured in another way, or is not whole.
    @Test(arguments: 0..<9)
    func aNightThatWasMeasuredOtherwiseDoesNotCount(_ number: Int) throws {
        let found = try found { database, first in
            switch number {
            case 0: try save(Self.planted, to: database, against: first, load: nil)
            case 1: try save(Self.planted, to: database, against: first, excluded: nil)
            case 2: try save(Self.planted, to: database, against: first, reason: "interrupted")
            case 3: try save(Self.planted, to: database, against: UUID())
            case 4: try save(String(repeating: "d", count: 40), to: database, against: first)
            case 5: try save(Self.planted, to: database, against: first) { $0.toolVersion = "0.0.9" }
            case 6: try save(Self.planted, to: database, against: first) { $0.toolCommit = "another" }
            case 7: try save(Self.planted, to: database, against: first) { $0.fingerprint.engine["version"] = "26.1" }
            default: try save(Self.planted, to: database, against: first) { $0.fingerprint.host["cores"] = "64" }
            }
        }
        #expect(found.nights.isEmpty && found.first != nil)
    }

    @Test func aFirstNightOnAnotherEngineIsNoFirstNight() throws {
        let database = try ResultsDatabase.inMemory()
        let first = try save(Self.base, to: database) { $0.fingerprint.engine["version"] = "26.1" }
        try save(Self.planted, to: database, against: first)
        let found = try EarlierNights(in: database, terms)
        #expect(found.first == nil && found.nights.isEmpty)
        #expect(try EarlierNights.mayBe(in: database, exclusion: Self.exclusion))
    }

    @Test func theReportTellsHowManyWereMeasuredBefore() {
        func check(_ earlier: Int) -> NightsCheck {
            NightsCheck(
                (0..<4).map { number in
                    NightTrial(
                        plant: .leak, isLoaded: false, run: UUID(), isEarlier: number < earlier, seconds: 150,
                        outcome: .regression, headline: "worse", isExplained: true)
                })
        }
        #expect(NightsCheckReport(check(3)).markdown.contains("3 of the 4 nights were measured by earlier self-checks"))
        #expect(!NightsCheckReport(check(0)).markdown.contains("earlier"))
    }
}
