import Foundation

/// A figure of a job, or of a run, that is no part of a job's record: any name, so that a new one needs no migration.
public struct JobPoint: Codable, Sendable, Equatable {
    /// What is measured, as `registry_bytes`.
    public var name: String
    /// The value's unit, as `byte` or `s`.
    public var unit: String
    /// The value, finite.
    public var value: Double
    /// Wall-clock time of the measurement.
    public var at: Date

    /// A value measured at a moment; without one, now.
    public init(name: String, unit: String, value: Double, at: Date = Date()) {
        self.name = name
        self.unit = unit
        self.value = value
        self.at = at
    }
}
