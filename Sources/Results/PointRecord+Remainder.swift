import Records

extension PointRecord {
    /// What stands before a part's name in the name of its series.
    public static let remainderPrefix = "remainder."

    /// A part of the remainder, as a point of a series of the run.
    public init(_ remainder: RemainderRecord) {
        self.init(
            name: Self.remainderPrefix + remainder.part, unit: "bytes", at: remainder.at,
            value: Double(remainder.bytes))
    }
}
