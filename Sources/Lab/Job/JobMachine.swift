import Model

/// The order of a job's phases as a pure state machine: it is told what happened and answers what to do next.
///
/// A job that fails in a phase skips those that need its result, is saved, and is always cleaned up: what was measured
/// is in the database before anything is removed.
struct JobMachine: Sendable, Equatable {
    /// What happened.
    enum Event: Sendable, Equatable {
        /// The phase at work ended well, or the record was saved.
        case ended
        /// The phase at work ended with a result that the later phases can still use, but that is not a success.
        case flawed(Outcome, Failure)
        /// The phase at work has no result.
        case failed(Outcome, Failure)
    }

    /// What to do next.
    enum Action: Sendable, Equatable {
        /// Do this phase.
        case enter(Phase)
        /// Save the record as it is.
        case save
        /// Nothing is left to do.
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
    /// The first thing that went wrong.
    private(set) var failure: Failure?
    /// What went wrong in the cleanup, whatever went wrong before.
    private(set) var cleanupFailure: Failure?
    private var state = State.idle
    /// Whether the job ends with the build: then nothing is run and nothing copied out.
    private let onlyBuilds: Bool

    /// A job that has not begun.
    init(onlyBuilds: Bool = false) {
        self.onlyBuilds = onlyBuilds
    }

    /// Begins the job.
    mutating func start() -> Action {
        enter(.context)
    }

    /// Takes what happened to the action that was asked for last.
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

    /// Keeps the first failure, and that of the cleanup beside it; a failing cleanup does not change how the job's work ended.
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
