import Model

extension PointRecord {
    /// What stands before a part's name in the name of its series.
    public static let remainderPrefix = "remainder."

    /// What stands between a part's name and that of the configuration whose own engine was surveyed.
    private static let configurationMark: Character = "@"

    /// A part of the remainder, as a point of a series of the run: `remainder.directories`, or of a configuration's own engine
    /// `remainder.directories@builder=legacy,policy=lru`.
    public init(_ remainder: RemainderRecord) {
        let owner = remainder.configuration.map { "\(Self.configurationMark)\($0)" } ?? ""
        self.init(
            name: Self.remainderPrefix + remainder.part + owner, unit: "byte", at: remainder.at,
            value: Double(remainder.bytes))
    }

    /// The part and the configuration that the name of a series stands for, its prefix taken off.
    static func remainderPart(_ name: String) -> (part: String, configuration: String?) {
        let halves = name.split(separator: configurationMark, maxSplits: 1).map(String.init)
        return (halves.first ?? name, halves.count > 1 ? halves[1] : nil)
    }
}
