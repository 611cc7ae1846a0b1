import Model
import Testing

@testable import SyntheticRuns
@testable import Tracking

/// Rounds that should miss and do not are told, as their build times say nothing.
struct CachedRoundsTests {
    private let cached = SyntheticState().with { state in
        for index in state.steps.indices { state.steps[index].isCached = true }
    }

    private func night(before: SyntheticState, now: SyntheticState, legacyOnly: Bool = false) throws -> Night {
        var night = SyntheticNight()
        (night.before, night.commits) = (before, [.init("one", now)])
        if legacyOnly {
            night.change = { job in
                guard job.side != nil, job.configuration.builder == .legacy else { return }
                for index in job.steps.indices where job.steps[index].cacheable { job.steps[index].cached = true }
            }
        }
        return try night.compared()
    }

    @Test func roundsThatWereBuiltAreNotTold() throws {
        let usual = try night(before: SyntheticState(), now: SyntheticState())
        #expect(usual.cachedRounds.isEmpty)
        #expect(!NightReport(usual, base: "a", candidate: "b").markdown.contains("came from the cache"))
    }

    @Test func bothSidesFromTheCacheAreTold() throws {
        let compared = try night(before: cached, now: cached)
        #expect(compared.cachedRounds.map(\.configuration) == ["builder=buildkit", "builder=legacy"])
        #expect(compared.cachedRounds.allSatisfy { $0.sides == [.reference, .candidate] })
        let report = NightReport(compared, base: "a", candidate: "b")
        #expect(report.counts.contains("Rounds came from the cache") && report.markdown.contains("No `COPY` takes"))
        #expect(compared.outcome == .cannotTell && report.headline.hasPrefix("cannot tell"))
    }

    @Test func theBuilderThatIgnoresTheFileIsNamed() throws {
        let compared = try night(before: SyntheticState(), now: SyntheticState(), legacyOnly: true)
        #expect(compared.cachedRounds.map(\.configuration) == ["builder=legacy"])
    }

    /// Then a comparison would show a change that is none: the side is named.
    @Test func oneSideAloneIsNamed() throws {
        let compared = try night(before: SyntheticState(), now: cached)
        #expect(compared.cachedRounds.allSatisfy { $0.sides == [.candidate] } && compared.cachedRounds.count == 2)
        #expect(compared.outcome == .cannotTell, "builds that were none are not better")
        #expect(NightReport(compared, base: "a", candidate: "b").markdown.contains(", today)"))
    }
}
