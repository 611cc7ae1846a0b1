import Lab
import Model
import Synchronization

/// Shows a run's progress: a bar on a terminal, one line per job elsewhere, JSON events for programs.
final class RunProgressDisplay: Sendable {
    private struct State {
        var line = ""
        var job: PlannedJob?
        var phase: Phase?
        var done = 0
        var total = 0
        var began: ContinuousClock.Instant?
        var doneAtStart = 0
    }

    private let json, quiet: Bool
    private let terminal: Terminal
    private let place: RecordPlace
    private let state = Mutex(State())

    init(json: Bool, quiet: Bool, terminal: Terminal, place: RecordPlace) {
        (self.json, self.quiet, self.terminal, self.place) = (json, quiet, terminal, place)
    }

    func tell(_ event: LabEvent) {
        if json { terminal.result(event.json) }
        state.withLock { state in
            note(event, in: &state)
            if case .warning(let text) = event { print("warning: \(text)", over: &state) }
            guard !quiet, !json else { return }
            if case .preparing(let text) = event { print(text, over: &state) }
            if case .jobEnded(let record, let done, let total) = event {
                let failed = record.outcome != .succeeded || (record.direct.map { $0.end != .succeeded } ?? false)
                if !terminal.isInteractive || failed {
                    print(JobLine.text(record, done: done, total: total, in: place), over: &state)
                }
            }
            draw(&state)
        }
    }

    func finish() {
        state.withLock { state in
            guard !state.line.isEmpty else { return }
            terminal.raw("\r\u{1B}[K")
            state.line = ""
            state.total = 0
        }
    }

    private func note(_ event: LabEvent, in state: inout State) {
        switch event {
        case .preparing, .warning: break
        case .jobBegan(let job, let done, let total):
            if state.began == nil { (state.began, state.doneAtStart) = (.now, done) }
            (state.job, state.phase, state.done, state.total) = (job, nil, done, total)
        case .phaseBegan(_, let phase): state.phase = phase
        case .jobEnded(_, let done, let total): (state.done, state.total) = (done, total)
        }
    }

    /// Prints a permanent line in place of the bar; warnings are shown even when quiet.
    private func print(_ text: String, over state: inout State) {
        let clear = state.line.isEmpty ? "" : "\r\u{1B}[K"
        state.line = ""
        terminal.raw("\(clear)\(text)\n")
    }

    private func draw(_ state: inout State) {
        guard terminal.isInteractive, state.total > 0, let job = state.job else { return }
        let bar = ProgressBar.text(done: state.done, total: state.total, width: 24)
        let phase = state.phase.map { " · \($0.rawValue)" } ?? ""
        let text =
            "\(bar) \(state.done)/\(state.total)\(timeLeft(state))  "
            + "\(job.fixture) \(job.configuration.name) \(job.change.changeClass.rawValue)\(phase)"
        state.line = String(text.prefix(max(20, terminal.columns - 1)))
        terminal.raw("\r\u{1B}[K\(state.line)")
    }

    /// By the mean pace of this run's jobs so far.
    private func timeLeft(_ state: State) -> String {
        guard let began = state.began, state.done > state.doneAtStart else { return "" }
        let elapsed = ContinuousClock.now - began
        let left = elapsed / (state.done - state.doneAtStart) * (state.total - state.done)
        let seconds = Int(left.components.seconds)
        return seconds >= 60 ? ", \(seconds / 60) min \(seconds % 60) s left" : ", \(seconds) s left"
    }
}
