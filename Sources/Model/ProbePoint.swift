/// What is wrong with the probes' output of a job, by the names of its series: there is a point only where something is.
public enum ProbePoint: String, Sendable, CaseIterable {
    /// Lines that could not be read, or name a probe that the catalogue does not have.
    case malformed = "probes_malformed"
    /// Probes of which nothing was told.
    case missing = "probes_missing"

    /// A count of it, made now.
    public func point(_ count: Int) -> JobPoint {
        JobPoint(name: rawValue, unit: self == .malformed ? "line" : "probe", value: Double(count))
    }
}
