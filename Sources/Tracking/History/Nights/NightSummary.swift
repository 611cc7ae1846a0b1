/// What a comparison with the baseline says of the newest night: what the page of all nights begins with.
package struct NightSummary: Sendable, Equatable {
    package enum State: String, Sendable {
        case worse, better, unchanged
        case cannotTell = "cannot_tell"
    }

    /// Plain text on one line, as `1 series got worse`.
    package let title: String
    /// Plain text, a finding a line.
    package let lines: [String]
    package let state: State

    package init(title: String, lines: [String], state: State) {
        (self.title, self.lines, self.state) = (title, lines, state)
    }
}

extension NightSummary.State {
    var words: String { self == .cannotTell ? "cannot tell" : rawValue }
}
