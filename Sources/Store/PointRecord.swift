import Foundation

/// One value of a metric at one moment.
public struct PointRecord: Sendable, Equatable {
    /// The job that it belongs to; nil when it belongs to the run as a whole.
    public var job: Int64?
    /// What is measured: any name, no migration is needed for a new one.
    public var name: String
    /// The unit of `value`, in the singular, as `byte` or `s`.
    public var unit: String
    /// Wall-clock time of the measurement.
    public var at: Date
    /// The value, finite.
    public var value: Double

    /// A value measured at a moment.
    public init(job: Int64? = nil, name: String, unit: String, at: Date, value: Double) {
        self.job = job
        self.name = name
        self.unit = unit
        self.at = at
        self.value = value
    }
}
