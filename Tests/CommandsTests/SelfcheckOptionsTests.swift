import Testing

@testable import Commands

/// What `plimsoll selfcheck` takes.
@Suite struct SelfcheckOptionsTests {
    @Test func withoutOptionsItRunsTheShippedScenarioAndKeepsApartFromResults() throws {
        let command: SelfcheckCommand = try CommandLines.parsed(["selfcheck"])
        #expect(command.scenario == "selfcheck" && command.profile == "quick" && command.seed == 1)
        #expect(command.db == ".plimsoll/selfcheck.sqlite" && command.engine.engine == "embedded")
        #expect(!command.json && command.out == nil)
    }

    @Test func aRunIsNamedByItsUUID() {
        #expect(throws: (any Error).self) { try Tool.parseAsRoot(["selfcheck", "--run", "last"]) }
        #expect(throws: Never.self) {
            try Tool.parseAsRoot(["selfcheck", "--run", "6F9619FF-8B86-D011-B42D-00C04FC964FF"])
        }
    }
}
