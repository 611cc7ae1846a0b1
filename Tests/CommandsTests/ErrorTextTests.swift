import Foundation
import Model
import Store
import Testing
import Tracking

@testable import Commands

/// What Foundation's errors say to a user.
struct ErrorTextTests {
    @Test func aFileThatCannotBeReadIsNamedWithoutTheErrorsInnards() throws {
        let path = "/nowhere/plimsoll"
        let error = #expect(throws: CocoaError.self) { try String(contentsOfFile: path, encoding: .utf8) }
        let text = ErrorText(try #require(error)).text
        #expect(text.hasPrefix("error: \(path): "))
        #expect(!text.contains("Domain") && !text.contains("Code=") && !text.contains("CocoaError"))
    }

    /// Each code says itself whether the user is at fault.
    @Test func codesSayTheStatus() {
        let usage: [any CodedFailure] = [
            ResultsError(.missing, "m"), ResultsError(.newer, "m"), TrackingError(.badReference, "m"),
            TrackingError(.sameSides, "m"), ExportError(.noView, "m"),
        ]
        let faults: [any CodedFailure] = [
            ResultsError(.locked, "m"), ResultsError(.older, "m"), TrackingError(.unknownRun, "m"),
            ExportError(.noRun, "m"), ExportError(.unfit, "m"),
        ]
        for error in usage {
            #expect(error.isUsage && ErrorText(error).status == ExitStatus.usage, "\(error.code)")
        }
        for error in faults {
            #expect(!error.isUsage && ErrorText(error).status == ExitStatus.error, "\(error.code)")
        }
        for error in usage + faults { #expect(ErrorText(error).text == "error: m") }
        let placed = ImportError(code: .cutOff, place: "a:7", message: "m")
        #expect(ErrorText(placed).text == "a:7: m" && ErrorText(placed).status == ExitStatus.usage)
        #expect(ErrorText(ResultsError(.failed, "m", cause: "SQLite")).text == "error: m (SQLite)")
    }
}
