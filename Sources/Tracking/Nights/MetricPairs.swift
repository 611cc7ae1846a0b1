import Model

/// The values of one metric in pairs of one fixture's jobs.
struct MetricPairs {
    let metric: Metric
    let scenario, fixture: String
    /// By configuration.
    private(set) var strata: [(name: String, pairs: [(base: Double, candidate: Double)])]

    var all: [(base: Double, candidate: Double)] { strata.flatMap(\.pairs) }

    init(_ metric: Metric, scenario: String, fixture: String, _ pairs: [JobPair]) {
        (self.metric, self.scenario, self.fixture) = (metric, scenario, fixture)
        strata = Dictionary(grouping: pairs, by: \.candidate.configuration).sorted { $0.key < $1.key }
            .compactMap { name, pairs in
                let values = pairs.compactMap { pair -> (base: Double, candidate: Double)? in
                    guard pair.areComparable(in: metric), let base = pair.base.value(metric),
                        let candidate = pair.candidate.value(metric)
                    else { return nil }
                    return (base, candidate)
                }
                return values.isEmpty ? nil : (name, values)
            }
    }

    /// Those of one configuration, by its place.
    func only(_ place: Int) -> MetricPairs {
        var one = self
        one.strata = [strata[place]]
        return one
    }
}
