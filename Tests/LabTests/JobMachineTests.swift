import Model
import Testing

@testable import Lab

@Suite struct JobMachineTests {
    private static let failure = Failure(phase: .build, message: "planted")

    /// Drives a machine with an answer for each phase, and returns what it asked for.
    private func drive(
        _ machine: inout JobMachine, _ answer: (Phase) -> JobMachine.Event
    ) -> [JobMachine.Action] {
        var actions = [machine.start()]
        while let last = actions.last, last != .finish {
            switch last {
            case .enter(let phase): actions.append(machine.handle(answer(phase)))
            case .save: actions.append(machine.handle(.ended))
            case .finish: break
            }
        }
        return actions
    }

    @Test func aGoodJobPassesEveryPhaseAndIsSavedBeforeItsCleanup() {
        var machine = JobMachine()
        let actions = drive(&machine) { _ in .ended }
        #expect(
            actions == [
                .enter(.context), .enter(.build), .enter(.run), .enter(.artifacts), .save, .enter(.cleanup), .finish,
            ])
        #expect(machine.outcome == .succeeded)
        #expect(machine.failure == nil)
    }

    @Test func aJobWithoutAContextBeginsWithItsBuild() {
        var machine = JobMachine(first: .build)
        let actions = drive(&machine) { _ in .ended }
        #expect(actions == [.enter(.build), .enter(.run), .enter(.artifacts), .save, .enter(.cleanup), .finish])
    }

    @Test(arguments: [Phase.context, .build, .run, .artifacts])
    func aFailureSkipsToSavingAndStillCleansUp(failing: Phase) {
        var machine = JobMachine()
        let actions = drive(&machine) { $0 == failing ? .failed(.buildFailed, Self.failure) : .ended }
        #expect(Array(actions.suffix(3)) == [.save, .enter(.cleanup), .finish])
        #expect(actions.contains(.enter(failing)))
        let later = Phase.allCases.drop { $0 != failing }.dropFirst().filter { $0 != .cleanup }
        for phase in later { #expect(!actions.contains(.enter(phase))) }
        #expect(machine.outcome == .buildFailed)
    }

    @Test func aFlawedCommandStillGivesItsArtifacts() {
        var machine = JobMachine()
        let actions = drive(&machine) { $0 == .run ? .flawed(.commandFailed, Self.failure) : .ended }
        #expect(actions.contains(.enter(.artifacts)))
        #expect(machine.outcome == .commandFailed)
        #expect(machine.failure == Self.failure)
    }

    @Test func theFirstFailureIsKept() {
        var machine = JobMachine()
        let second = Failure(phase: .artifacts, message: "second")
        _ = drive(&machine) { phase in
            switch phase {
            case .run: .flawed(.commandFailed, Self.failure)
            case .artifacts: .failed(.engineLost, second)
            default: .ended
            }
        }
        #expect(machine.outcome == .commandFailed)
        #expect(machine.failure == Self.failure)
    }

    @Test func aFailedCleanupIsToldButDoesNotChangeTheOutcome() {
        var machine = JobMachine()
        _ = drive(&machine) { $0 == .cleanup ? .failed(.engineLost, Self.failure) : .ended }
        #expect(machine.outcome == .succeeded)
        #expect(machine.failure == Self.failure && machine.cleanupFailure == Self.failure)
    }

    @Test func aFailedCleanupStandsBesideAnEarlierFailure() {
        var machine = JobMachine()
        let cleanup = Failure(phase: .cleanup, message: "the container is busy")
        _ = drive(&machine) { phase in
            switch phase {
            case .build: .failed(.buildFailed, Self.failure)
            case .cleanup: .failed(.engineLost, cleanup)
            default: .ended
            }
        }
        #expect(machine.outcome == .buildFailed && machine.failure == Self.failure)
        #expect(machine.cleanupFailure == cleanup)
    }

    @Test func aFinishedMachineStaysFinished() {
        var machine = JobMachine()
        _ = drive(&machine) { _ in .ended }
        #expect(machine.handle(.ended) == .finish)
    }
}
