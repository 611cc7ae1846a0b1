import Records
import Scenarios
import Testing

@testable import Lab

@Suite struct FaultMomentTests {
    private func job(_ position: Int) -> PlannedJob {
        PlannedJob(
            position: position, round: 0, fixture: "f",
            change: Change(index: 0, revision: "r", changeClass: .none),
            configuration: Configuration(builder: .buildkit))
    }

    @Test func momentsAreDrawnBySeedWithinTheirPhase() {
        let delays = (0..<200).map { FaultMoment(.engineKill, of: job($0), seed: 7).delay }
        #expect(delays.allSatisfy { (0.05...FaultMoment.longest).contains($0) })
        #expect(Set(delays).count > 190 && (delays.max() ?? 0) > 1 && (delays.min() ?? 9) < 0.2)
        #expect(FaultMoment(.engineKill, of: job(3), seed: 7) == FaultMoment(.engineKill, of: job(3), seed: 7))
        #expect(FaultMoment(.engineKill, of: job(3), seed: 7) != FaultMoment(.engineKill, of: job(3), seed: 8))
        #expect(FaultMoment(.cancel, of: job(3), seed: 7).phase == .run)
        #expect(FaultMoment(.clientGone, of: job(3), seed: 7).phase == .build)
    }
}
