import Foundation

/// What Ctrl-C and SIGTERM do where a verb does not handle them: the process ends at once, with status 130.
///
/// The verbs that only read, and those that can be killed at any moment (`gc`, `clean`), need nothing else.
enum EndingSignals {
    /// The signals that ask a process to stop.
    static let all = [SIGINT, SIGTERM]

    /// Lets them end the process. One that the caller had ignored, as `nohup` does, stays ignored.
    static func install() {
        for number in all where !isIgnored(number) { end(by: number) }
    }

    /// Lets them end the process again, after a verb has handled them itself.
    static func restore() {
        for number in all { end(by: number) }
    }

    private static func end(by number: Int32) {
        signal(number) { _ in _exit(130) }
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        // Functions cannot be compared, their addresses can.
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
