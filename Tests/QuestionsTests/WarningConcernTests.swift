import Testing

@testable import Questions

/// Which warnings are about what decided.
struct WarningConcernTests {
    private let lru = Warning.tooFew(
        series: Series(fixture: "malu", configuration: "builder=legacy,policy=lru"), count: 3)

    @Test(arguments: [
        ("builder=legacy,policy=lru", true), ("builder=legacy", true), ("malu", true),
        ("malu: policy=lru", true), ("builder=legacy,policy=dangling", false), ("builder=buildkit", false),
        ("scap", false), ("scap: policy=lru", false),
    ])
    func aSeriesConcernsWhatDoesNotDifferFromIt(name: String, concerns: Bool) {
        #expect(lru.concerns(name) == concerns)
    }

    @Test func aWholeRunConcernsEverything() {
        #expect(Warning.excluded(reason: "noise").concerns("builder=legacy"))
        #expect(Warning.neverFull(configuration: "builder=legacy").concerns("builder=legacy,policy=lru"))
        #expect(!Warning.neverFull(configuration: "builder=buildkit").concerns("builder=legacy,policy=lru"))
    }
}
