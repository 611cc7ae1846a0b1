import Model

/// The order of a job's phases as a pure state machine: it takes an event and returns the next action. A job that fails
/// in a phase skips the phases that need its result. It is always saved, and then cleaned up: the measurements are in
/// the database before anything is removed.
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

    private(set) var outcome: Outcome = .succeeded
    private(set) var failure: Failure?
    private(set) var cleanupFailure: Failure?
    /// The last action; before the first, the job has nothing to do.
    private var state = Action.finish
    private let first: Phase
    /// Whether the job ends with the build: nothing is run, and nothing copied out.
    private let onlyBuilds: Bool

    init(first: Phase = .context, onlyBuilds: Bool = false) { (self.first, self.onlyBuilds) = (first, onlyBuilds) }

    mutating func start() -> Action { go(to: .enter(first)) }

    mutating func handle(_ event: Event) -> Action {
        note(event)
        switch state {
        case .finish, .enter(.cleanup): return go(to: .finish)
        case .save: return go(to: .enter(.cleanup))
        case .enter(let phase):
            if case .failed = event { return go(to: .save) }
            guard let next = phase.nextBeforeCleanup, !(onlyBuilds && next == .run) else { return go(to: .save) }
            return go(to: .enter(next))
        }
    }

    private mutating func go(to action: Action) -> Action {
        state = action
        return action
    }

    /// Keeps the first failure, and separately that of the cleanup, which does not change how the job's work ended.
    private mutating func note(_ event: Event) {
        switch event {
        case .ended: return
        case .flawed(let outcome, let failure), .failed(let outcome, let failure):
            if self.failure == nil { self.failure = failure }
            if state == .enter(.cleanup) {
                cleanupFailure = failure
            } else if self.outcome == .succeeded {
                self.outcome = outcome
            }
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
