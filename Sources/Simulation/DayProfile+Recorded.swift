import Model

extension DayProfile {
    /// Of fewer recorded times than these an hour of the day has too few to be told from chance.
    public static let fewestRecorded = 100

    /// A day whose hours are as busy as recorded ones were, by the clocks that the times were written by: all days alike.
    ///
    /// - Throws: `SimulationError`, `badProfile`, where there are fewer than `fewestRecorded`.
    public init(name: String, recorded times: RecordedTimes) throws(SimulationError) {
        guard times.moments.count >= Self.fewestRecorded else {
            throw SimulationError(
                .badProfile,
                "\(times.moments.count) recorded times are too few for a day's profile: "
                    + "\(Self.fewestRecorded) or more are needed")
        }
        try self.init(name: name, weights: times.hours.map(Double.init))
    }
}
