import Foundation
import Lab
import Testing

@testable import Commands

/// A signal that comes between the parts of a long piece of work stops it, so that it can clean up. It must neither end the process
/// nor be lost.
@Suite(.serialized, .timeLimit(.minutes(1))) struct EndingSignalsTests {
    /// Sends a signal to this process, and waits until it is noted: another thread may receive it.
    private func send(_ number: Int32) async throws {
        kill(getpid(), number)
        for _ in 0..<100 where !EndingSignals.haveCome { try await Task.sleep(for: .milliseconds(20)) }
    }

    @Test(arguments: EndingSignals.all)
    func aSignalBetweenTwoPartsIsNoted(_ number: Int32) async throws {
        let came = try await EndingSignals.held {
            let before = EndingSignals.haveCome
            try await send(number)
            return [before, EndingSignals.haveCome]
        }
        #expect(came == [false, true])
    }

    /// As a run does that handles signals itself: one that comes after its end belongs to the whole again.
    @Test func aSignalAfterAPartThatHandledThemIsNoted() async throws {
        let came = try await EndingSignals.held {
            try await Interruption.handled(stop: StopSignal(), tell: { _ in }) {}
            try await send(SIGINT)
            return EndingSignals.haveCome
        }
        #expect(came)
    }

    @Test func aPartBeginsByStoppingWhereOneHasCome() async throws {
        let stop = StopSignal()
        let isRequested = try await EndingSignals.held {
            try await send(SIGTERM)
            return try await Interruption.handled(stop: stop, tell: { _ in }) { stop.isRequested }
        }
        #expect(isRequested)
    }

    /// The folder with the repository goes, whatever stopped the work.
    @Test func theFolderOfStoppedWorkIsRemoved() async throws {
        try await CommandLines.withFolder { state in
            await #expect(throws: CancellationError.self) {
                try await EndingSignals.held {
                    try await RunDirectory.with(run: UUID(), state: state, engine: nil) { directory in
                        try "x".write(toFile: directory.path + "/repository", atomically: true, encoding: .utf8)
                        try await send(SIGINT)
                        if EndingSignals.haveCome { throw CancellationError() }
                    }
                }
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: state + "/runs")
            #expect(left == [])
        }
    }

    /// A night that cannot begin leaves nothing, and says why.
    @Test func nightsOnAnEngineThatIsNotThereLeaveNothing() async throws {
        try await CommandLines.withFolder { folder in
            let command: SelfcheckCommand = try CommandLines.parsed([
                "selfcheck", "--nights", "--plant", "leak", "--engine", "unix://\(folder)/none.sock", "--quiet", "--db",
                folder + "/nights.sqlite", "--state", folder + "/state",
            ])
            let error = await #expect(throws: (any Error).self) { try await command.run() }
            #expect(!(error is CancellationError))
            let left = try FileManager.default.contentsOfDirectory(atPath: folder + "/state/runs")
            #expect(left == [])
        }
    }
}
