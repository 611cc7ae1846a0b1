import Model
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

    @Test func aJobIsStoppedInEveryPhaseButItsCleanup() {
        let moments = (0..<400).map { FaultMoment(.cancelAnywhere, of: job($0), seed: 7) }
        let phases = Dictionary(grouping: moments, by: \.phase).mapValues(\.count)
        #expect(Set(phases.keys) == [.context, .build, .run, .artifacts])
        #expect(phases.values.allSatisfy { $0 > 60 }, "\(phases)")
        // Phases of some milliseconds are met, and the long ones in all their length.
        for moment in moments {
            let longest = [.build, .run].contains(moment.phase) ? FaultMoment.longest : 0.01
            #expect((0...longest).contains(moment.delay))
        }
        #expect(moments.contains { $0.phase == .build && $0.delay > 1 })
        #expect(moments.allSatisfy { Set($0.targets) == Set(phases.keys) })
        #expect(FaultMoment(.cancel, of: job(3), seed: 7).targets == [.run])
    }

    @Test func aRegistryIsKilledInPushesAndPulls() {
        let moments = (0..<200).map { RegistryMoment(of: job($0), seed: 7) }
        #expect(moments.allSatisfy { (0...RegistryMoment.longest).contains($0.delay) })
        #expect((60...140).contains(moments.count { $0.transfer == .push }))
        #expect(RegistryMoment(of: job(3), seed: 7) == RegistryMoment(of: job(3), seed: 7))
        #expect(RegistryMoment(of: job(3), seed: 7) != RegistryMoment(of: job(3), seed: 8))
    }
}
