import Foundation
import Model
import Store
import Testing

@testable import SyntheticRuns
@testable import Tracking

/// How the command line names one job, and a cell.
@Suite struct JobReferenceTests {
    private static let digits = "0F1E2D3C"

    private func database(alsoLike like: String? = nil) throws -> ResultsDatabase {
        var run = SyntheticRun()
        run.plant([1, 2, 3])
        let database = try run.database()
        if let like {
            run.record.id = try #require(UUID(uuidString: like))
            try run.save(to: database)
        }
        return database
    }

    @Test func rowsAndPlacesAreRead() throws {
        #expect(try JobReference("42") == .row(42))
        #expect(
            try JobReference("0f1e2d3c/overhead/17") == .place(run: "0f1e2d3c", scenario: "overhead", position: 17))
        #expect(try JobReference("\(Self.digits)/-2") == .place(run: Self.digits, scenario: nil, position: -2))
        let whole = SyntheticRun().record.id.uuidString
        #expect(try JobReference("\(whole)/a/b/3") == .place(run: whole, scenario: "a/b", position: 3))
    }

    @Test(arguments: [
        "", "-3", "x", "12/3", "0F1E2D3/overhead/1", "0F1E2D3C/overhead/", "0F1E2D3C/overhead/x", "a b/1",
    ])
    func whatNamesNoJobIsAMistakeInUsage(_ text: String) {
        let error = #expect(throws: TrackingError.self) { try JobReference(text) }
        #expect(error?.code == .badReference && error?.isUsage == true)
        #expect(error?.message.contains("RUN/SCENARIO/POSITION") == true)
    }

    @Test func aJobIsFoundByItsRowAndByItsPlace() throws {
        let database = try database()
        for text in ["2", "\(Self.digits)/overhead/1", "\(Self.digits)/1"] {
            let account = try JobAccount.read(try JobReference(text), in: database)
            #expect(account.job.id == 2 && account.handle.description == "\(Self.digits)/overhead/1")
        }
    }

    @Test func anUnknownJobIsToldWithWhatThereIs() throws {
        let database = try database()
        for text in ["99", "\(Self.digits)/overhead/99", "\(Self.digits)/cache/1", "AAAAAAAA/overhead/1"] {
            let error = #expect(throws: ResultsError.self) {
                try JobAccount.read(try JobReference(text), in: database)
            }
            #expect(error?.code == .unknownJob && error?.isUsage == false)
            #expect(error?.message.contains("it has 3 jobs") == true)
            #expect(error?.message.contains("plimsoll jobs") == true)
        }
        let empty = #expect(throws: ResultsError.self) {
            try JobAccount.read(.row(1), in: try ResultsDatabase.inMemory())
        }
        #expect(empty?.message.contains("it has no jobs") == true)
    }

    @Test func twoRunsThatBeginAlikeAreAskedApart() throws {
        let database = try database(alsoLike: "0F1E2D3C-0000-4978-8796-A5B4C3D2E1F0")
        let error = #expect(throws: TrackingError.self) {
            try JobAccount.read(try JobReference("\(Self.digits)/overhead/1"), in: database)
        }
        #expect(error?.code == .ambiguousJob && error?.isUsage == false)
        let account = try JobAccount.read(try JobReference("0F1E2D3C0000/1"), in: database)
        #expect(error?.message.contains(account.handle.long) == true)
    }

    @Test func aCellIsNamedByItsWordsInAnyOrder() throws {
        func cell(_ configuration: String, _ changeClass: ChangeClass) -> Cell {
            Cell(scenario: "overhead", configuration: configuration, fixture: "scap", changeClass: changeClass)
        }
        let all = [
            cell("builder=buildkit,policy=lru", .source), cell("builder=buildkit", .source),
            cell("builder=legacy", .base),
        ]
        func found(_ text: String) throws -> [Int] {
            let cells = try CellWords(text).cells(of: all)
            return all.indices.filter { index in cells.contains { $0 === all[index] } }
        }
        #expect(try found("scap/source/builder=buildkit") == [0, 1])
        #expect(try found("scap, builder=buildkit,policy=lru, source") == [0])
        #expect(try found("overhead/builder=legacy/scap/base") == [2] && found("buildkit") == [0, 1])
        #expect(try found("legacy/source").isEmpty && found("") == [0, 1, 2])
        #expect(CellWords("scap/cold").cold == true && CellWords("scap").cold == nil)
        let error = #expect(throws: TrackingError.self) { try found("scap/bulider=legacy") }
        #expect(error?.code == .unknownCell && error?.message.contains("did you mean builder=legacy?") == true)
    }
}
