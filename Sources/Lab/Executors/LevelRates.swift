import Model

/// How fast busy executors worked off their last level: by that rate jobs arrive by themselves.
actor LevelRates {
    private var rates: [Configuration: Double] = [:]

    /// Remembers how many jobs a second a closed level's executors ended while all were busy.
    func note(_ rate: Double, of level: Configuration) {
        rates[busy(level)] = rate
    }

    /// The mean time between two arrivals at an open level, in seconds; nil where no closed level of these executors ended in this
    /// process.
    func interval(of level: Configuration) -> Double? {
        guard let percent = level.load?.percent, let rate = rates[busy(level)], rate > 0 else { return nil }
        return 100 / (Double(percent) * rate)
    }

    private func busy(_ level: Configuration) -> Configuration {
        var level = level
        level.load = .closed
        return level
    }
}
