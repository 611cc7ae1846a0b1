import Store

/// By how much the disk grew from one job to the next of the same account.
struct GrowthSinceSample {
    private struct Level {
        var engine: Double?
        var remainder: Double?
    }

    private var levels: [Int64: Level] = [:]

    /// The growth since the sample before, in bytes; nil where there is none on the same scale.
    mutating func since(_ figures: JobFigures) -> (engine: Double?, remainder: Double?) {
        guard let ledger = figures.ledger else { return (nil, nil) }
        let before = levels[ledger]
        levels[ledger] = Level(engine: figures.engineBytes, remainder: figures.remainderBytes)
        func grown(_ now: Double?, _ earlier: Double?) -> Double? {
            guard let now, let earlier else { return nil }
            return now - earlier
        }
        return (grown(figures.engineBytes, before?.engine), grown(figures.remainderBytes, before?.remainder))
    }
}
