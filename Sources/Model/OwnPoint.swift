/// What Plimsoll itself did for a job, beside its record's own cost, by the names of the series.
public enum OwnPoint: String, Sendable, CaseIterable {
    /// SQL statements that saved and completed the job, its steps and what belongs to them; of jobs that run at the same time, what
    /// all of them took meanwhile. Figures, samples of the disk and audits that follow a job are not in it.
    case statements

    /// The series' unit.
    public var unit: String {
        switch self {
        case .statements: "statement"
        }
    }

    /// A value of it, measured now.
    public func point(_ value: Int) -> JobPoint {
        JobPoint(name: rawValue, unit: unit, value: Double(value))
    }
}
