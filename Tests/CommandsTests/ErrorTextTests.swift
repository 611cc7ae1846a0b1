import Foundation
import Testing

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
}
