import Statistics

/// How far nights on a host can be trusted: whether planted regressions are caught and named, and whether nights with
/// nothing planted stay silent.
package struct NightsCheck: Sendable {
    /// The share of nights in which a planted regression must be caught, and named rightly.
    package static let wanted = 0.95
    /// The share of nights with nothing planted that may alarm.
    package static let allowed = 0.05

    /// The nights of one kind.
    package struct Row: Sendable {
        package let plant: NightPlant
        package let isLoaded: Bool
        package let trials: [NightTrial]

        package var alarms: Proportion { Proportion(trials.count(where: \.hasAlarmed), of: trials.count) }
        package var named: Proportion { Proportion(trials.count(where: \.isNamedRightly), of: trials.count) }
        /// In how many nothing could be told of any time.
        package var untold: Int { trials.count { $0.outcome == .cannotTell } }
        /// The median time a night, in seconds.
        package var seconds: Double { median(trials.map(\.seconds)) }
    }

    /// In the order in which they were measured.
    package let trials: [NightTrial]

    package init(_ trials: [NightTrial]) { self.trials = trials }

    /// How many of them an earlier self-check measured.
    package var earlier: Int { trials.count(where: \.isEarlier) }

    /// One of each kind that was measured.
    package var rows: [Row] {
        NightPlant.allCases.flatMap { plant in
            plant.loads.compactMap { isLoaded in
                let own = trials.filter { $0.plant == plant && $0.isLoaded == isLoaded }
                return own.isEmpty ? nil : Row(plant: plant, isLoaded: isLoaded, trials: own)
            }
        }
    }

    /// The rows of nights with something planted.
    package var planted: [Row] { rows.filter(\.plant.isRegression) }
    /// The rows of nights with nothing planted.
    package var silent: [Row] { rows.filter { !$0.plant.isRegression } }

    /// How many of the nights with nothing planted alarmed.
    package var falseAlarms: Proportion {
        let nights = silent.flatMap(\.trials)
        return Proportion(nights.count(where: \.hasAlarmed), of: nights.count)
    }

    /// Whether no share is beyond its bound by more than so few nights explain.
    package var holds: Bool {
        planted.allSatisfy { min($0.alarms.interval.high, $0.named.interval.high) >= Self.wanted }
            && (silent.isEmpty || falseAlarms.interval.low <= Self.allowed)
    }
}
