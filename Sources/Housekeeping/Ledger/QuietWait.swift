/// The wait for two readings that are alike: how long between them, and when it is over.
struct QuietWait {
    private let limits: LedgerLimits
    private let deadline: ContinuousClock.Instant
    private var interval: Duration
    /// Whether two readings were alike.
    private(set) var quiet = false
    /// How long it waited.
    private(set) var waited = Duration.zero

    init(limits: LedgerLimits, began: ContinuousClock.Instant) {
        self.limits = limits
        deadline = began + limits.quiet
        interval = limits.interval
    }

    /// Waits until the interval has passed since an instant.
    mutating func pause(since instant: ContinuousClock.Instant) async throws {
        let began = ContinuousClock.now
        let until = instant + interval
        guard began < until else { return }
        try await Task.sleep(until: until, clock: .continuous)
        waited += ContinuousClock.now - began
    }

    /// Takes in whether the last two readings were alike, and says whether to stop reading.
    mutating func isOver(alike: Bool) -> Bool {
        quiet = alike
        interval = min(interval * 2, limits.longestInterval)
        return alike || ContinuousClock.now >= deadline
    }
}
