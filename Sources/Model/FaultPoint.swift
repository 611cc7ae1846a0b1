/// The figures that jobs have besides their records where faults are planted, by the names of their series.
public enum FaultPoint: String, Sendable, CaseIterable {
    /// Whether the job did not succeed, by the fault that was planted in it: 1 where it did not.
    case notSucceeded = "fault_not_succeeded"
    /// How long after the beginning of its phase the fault was planted, in seconds; one of the fixture's own, or that was not planted
    /// because the phase was over, has none.
    case delaySeconds = "fault_delay_s"
    /// Whether the fault struck where it was meant to: 1 where it did, 0 where it came too late or could not be planted. One of the
    /// fixture's own is in its Dockerfile, and has none.
    case struck = "fault_struck"

    /// The series' unit.
    public var unit: String {
        switch self {
        case .notSucceeded, .struck: "job"
        case .delaySeconds: "s"
        }
    }

    /// A value of it, measured now.
    public func point(_ value: Double) -> JobPoint {
        JobPoint(name: rawValue, unit: unit, value: value)
    }
}
