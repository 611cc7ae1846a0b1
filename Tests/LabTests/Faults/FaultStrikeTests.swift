import Foundation
import Model
import Testing

@testable import Lab

/// Whether a fault struck, by what it did and how its job ended.
@Suite struct FaultStrikeTests {
    private func record(_ outcome: Outcome, in phase: Phase? = nil) -> JobRecord {
        var record = JobRecord(
            scenario: "s", configuration: Configuration(builder: .legacy), fixture: "f", revision: "r",
            changeClass: .source, position: 0,
            outcome: outcome, startedAt: Date())
        if outcome != .succeeded { record.failure = Failure(phase: phase, message: "m") }
        return record
    }

    private func planted(in phase: Phase?, meant targets: [Phase] = [.build]) -> FaultStrike {
        FaultStrike(targets: targets, delay: 0.5, phase: phase, isPlanted: true)
    }

    private func points(_ strike: FaultStrike, _ fault: Fault, _ record: JobRecord) -> [String: Double] {
        strike.points(fault, record).reduce(into: [:]) { $0[$1.name] = $1.value }
    }

    @Test func aKillStruckWhereTheBuildBroke() {
        let kill = planted(in: .build)
        #expect(kill.struck(.engineKill, record(.engineLost, in: .build)))
        #expect(!kill.struck(.engineKill, record(.engineLost, in: .run)), "the build was over")
        #expect(!kill.struck(.engineKill, record(.succeeded)))
    }

    @Test func aRestartMayLetTheBuildEnd() {
        #expect(planted(in: .build).struck(.engineRestart, record(.succeeded)))
        #expect(planted(in: .build).struck(.engineRestart, record(.engineLost, in: .run)))
        #expect(!planted(in: .run).struck(.engineRestart, record(.engineLost, in: .run)))
        #expect(!planted(in: nil).struck(.engineRestart, record(.succeeded)))
    }

    @Test func aStopStruckWhereItsPhaseWasStopped() {
        #expect(planted(in: .build).struck(.clientGone, record(.cancelled, in: .build)))
        #expect(!planted(in: .build).struck(.clientGone, record(.cancelled, in: .run)))
        #expect(planted(in: .run, meant: [.run]).struck(.cancel, record(.cancelled, in: .run)))
        #expect(!planted(in: .run, meant: [.run]).struck(.cancel, record(.succeeded)))
        let anywhere = planted(in: .context, meant: [.context, .build, .run, .artifacts])
        #expect(anywhere.struck(.cancelAnywhere, record(.cancelled, in: .artifacts)))
        #expect(!anywhere.struck(.cancelAnywhere, record(.succeeded)))
    }

    @Test func aFullDiskStruckWhereAJobFailedByIt() {
        #expect(FaultStrike(isPlanted: true).struck(.diskFull, record(.refused, in: .build)))
        #expect(!FaultStrike(isPlanted: true).struck(.diskFull, record(.succeeded)))
        #expect(!FaultStrike.notPlanted.struck(.diskFull, record(.buildFailed, in: .build)))
    }

    @Test func aFaultOfTheRegistryStruckWhereItsJobFailed() {
        for fault in [Fault.registryLost, .registryFull] {
            #expect(FaultStrike(isPlanted: true).struck(fault, record(.refused)))
            #expect(FaultStrike(isPlanted: true).struck(fault, record(.buildFailed, in: .build)))
            #expect(!FaultStrike(isPlanted: true).struck(fault, record(.succeeded)))
            #expect(!FaultStrike.notPlanted.struck(fault, record(.refused)))
        }
    }

    @Test func whatIsRecordedSaysWhetherAFailureIsTheFaults() {
        #expect(
            points(planted(in: .build), .engineKill, record(.engineLost, in: .build))
                == ["fault_not_succeeded": 1, "fault_delay_s": 0.5, "fault_struck": 1])
        // Not planted: the job failed by something else, which is no result that was wanted.
        #expect(points(.notPlanted, .engineKill, record(.buildFailed, in: .build)) == ["fault_struck": 0])
        #expect(points(.notPlanted, .failingBuild, record(.buildFailed, in: .build)) == ["fault_not_succeeded": 1])
        #expect(points(.notPlanted, .orphans, record(.succeeded)) == [:])
        #expect(points(.notPlanted, .nothing, record(.buildFailed, in: .build)) == [:])
    }
}
