/// The mutex while it is held.
public struct MutexHold: Sendable {
    /// How long it was waited for.
    public let waited: Duration
    /// When it was had.
    public let since: ContinuousClock.Instant

    /// The waiting in seconds.
    public var waitedSeconds: Double {
        Double(waited.components.seconds) + Double(waited.components.attoseconds) * 1e-18
    }
}
