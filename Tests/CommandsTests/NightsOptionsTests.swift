import Testing
import Tracking

@testable import Commands

/// What `plimsoll selfcheck --nights` takes.
@Suite struct NightsOptionsTests {
    private func parsed(_ words: String...) throws -> SelfcheckCommand {
        try CommandLines.parsed(["selfcheck"] + words)
    }

    @Test func withoutACountOneNightOfEachKindIsMeasured() throws {
        #expect(try parsed("--nights").nights.nights == 1)
        #expect(try parsed("--nights", "--plant", "leak").nights.nights == 1)
        #expect(try parsed("--nights", "20").nights.nights == 20)
        #expect(try parsed().nights.nights == nil)
    }

    @Test func withoutPlantsAllAreMeasured() throws {
        #expect(try parsed("--nights").nights.plants == NightPlant.allCases)
    }

    @Test func plantsAreMeasuredOnceEachInAFixedOrder() throws {
        let options = try parsed("--nights", "--plant", "nothing", "--plant", "leak", "--plant", "leak").nights
        #expect(options.plants == [.leak, .nothing])
    }

    @Test func plantsWithoutNightsAreRefused() {
        CommandLines.expectRefusal(naming: "--plant needs --nights") { try parsed("--plant", "leak") }
    }

    @Test func anewWithoutNightsIsRefused() throws {
        CommandLines.expectRefusal(naming: "--fresh needs --nights") { try parsed("--fresh") }
        #expect(try parsed("--nights", "--fresh").nights.fresh && !parsed("--nights").nights.fresh)
    }

    @Test func anUnknownPlantIsRefusedWithTheKnownOnes() {
        CommandLines.expectRefusal(naming: "slower-step") { try parsed("--nights", "--plant", "earthquake") }
    }

    @Test func noNightIsRefused() {
        CommandLines.expectRefusal(naming: "1 to 1000") { try parsed("--nights", "0") }
    }

    @Test func whatBelongsToTheOtherSelfCheckIsRefused() {
        for words in [
            ["--profile", "full"], ["--scenario", "mine"], ["--run", "6F9619FF-8B86-D011-B42D-00C04FC964FF"],
        ] {
            CommandLines.expectRefusal(naming: "leave out --scenario") {
                try CommandLines.parsed(["selfcheck", "--nights"] + words) as SelfcheckCommand
            }
        }
    }
}
