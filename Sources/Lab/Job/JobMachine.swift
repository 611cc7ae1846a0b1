import Model

/// The order of a job's phases as a pure state machine: it takes an event and returns the next action.
///
/// A job that fails in a phase skips the phases that need its result. It is then saved, and is always cleaned up: the
/// measurements are in the database before anything is removed.
struct JobMachine: Sendable, Equatable {
    enum Event: Sendable, Equatable {
        /// The current phase ended well, or the record was saved.
        case ended
        /// The current phase ended without success, but later phases can still use its result.
        case flawed(Outcome, Failure)
        /// The current phase has no result.
        case failed(Outcome, Failure)
    }

    enum Action: Sendable, Equatable {
        case enter(Phase)
        case save
        case finish
    }

    private enum State: Sendable, Equatable {
        case idle
        case at(Phase)
        case saving
        case finished
    }

    /// How the job ended, as far as is known.
    private(set) var outcome: Outcome = .succeeded
    /// The first failure.
    private(set) var failure: Failure?
    /// The failure of the cleanup, whatever went wrong before.
    private(set) var cleanupFailure: Failure?
    private var state = State.idle
    /// Whether the job ends with the build: nothing is run, and nothing copied out.
    private let onlyBuilds: Bool

    init(onlyBuilds: Bool = false) {
        self.onlyBuilds = onlyBuilds
    }

    mutating func start() -> Action {
        enter(.context)
    }

    /// Handles the result of the last action.
    mutating func handle(_ event: Event) -> Action {
        note(event)
        switch state {
        case .idle, .finished:
            return .finish
        case .saving:
            return enter(.cleanup)
        case .at(.cleanup):
            state = .finished
            return .finish
        case .at(let phase):
            if case .failed = event { return save() }
            guard let next = phase.nextBeforeCleanup, !(onlyBuilds && next == .run) else { return save() }
            return enter(next)
        }
    }

    private mutating func enter(_ phase: Phase) -> Action {
        state = .at(phase)
        return .enter(phase)
    }

    private mutating func save() -> Action {
        state = .saving
        return .save
    }

    /// Keeps the first failure, and separately that of the cleanup, which does not change how the job's work ended.
    private mutating func note(_ event: Event) {
        switch event {
        case .ended:
            return
        case .flawed(let outcome, let failure), .failed(let outcome, let failure):
            if state == .at(.cleanup) { cleanupFailure = failure }
            if self.failure == nil { self.failure = failure }
            if self.outcome == .succeeded, state != .at(.cleanup) { self.outcome = outcome }
        }
    }
}

extension Phase {
    /// The phase that uses this one's result; nil for the last before the record is saved.
    fileprivate var nextBeforeCleanup: Phase? {
        switch self {
        case .context: .build
        case .build: .run
        case .run: .artifacts
        case .artifacts, .cleanup: nil
        }
    }
}
