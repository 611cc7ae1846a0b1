import GRDB
import Testing

@testable import Store

@Suite struct ErrorTests {
    @Test(arguments: [
        (ResultCode.SQLITE_NOTADB, ResultsError.Code.notSQLite), (.SQLITE_CANTOPEN, .unreachable),
        (.SQLITE_READONLY, .readOnly), (.SQLITE_BUSY, .locked), (.SQLITE_BUSY_SNAPSHOT, .locked),
        (.SQLITE_FULL, .diskFull),
        (.SQLITE_IOERR_SHMSIZE, .diskFailed), (.SQLITE_CORRUPT, .damaged), (.SQLITE_CONSTRAINT_UNIQUE, .rejected),
        (.SQLITE_INTERNAL, .failed),
    ])
    func tellsFailuresApart(_ failure: ResultCode, _ code: ResultsError.Code) {
        let error = ResultsError(DatabaseError(resultCode: failure, message: "words"), path: "/x/y.sqlite")
        #expect(error.code == code)
        #expect(error.cause == "SQLite error \(failure.rawValue): words")
        #expect(error.description.hasSuffix("(SQLite error \(failure.rawValue): words)"))
        // Where there is a file to look at, the message names it.
        #expect(code == .rejected || error.message.contains("/x/y.sqlite"))
    }

    @Test func keepsAnErrorThatIsTypedAlready() {
        let error = ResultsError(.unknownRun, "there is no run")
        #expect(ResultsError(error, path: "/x") == error)
        #expect(error.description == "there is no run")
    }
}
