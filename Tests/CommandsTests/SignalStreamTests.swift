import Foundation
import Testing

@testable import Commands

@Suite(.serialized, .timeLimit(.minutes(1))) struct SignalStreamTests {
    /// Takes a signal that nothing else in the tests uses, and sends it to this process.
    private func received() async -> Int32? {
        let stream = await SignalStream.of([SIGUSR2])
        kill(getpid(), SIGUSR2)
        return await stream.first { _ in true }
    }

    @Test func aSignalIsReceivedAgainAfterAnEarlierStreamOfIt() async {
        #expect(await received() == SIGUSR2)
        // As verbs do that handle signals themselves.
        signal(SIGUSR2, SIG_IGN)
        #expect(await received() == SIGUSR2)
    }
}
