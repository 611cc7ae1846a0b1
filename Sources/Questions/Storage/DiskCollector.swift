import Store

/// Gathers the jobs of a run that share one disk, with one copy of each series' names.
struct DiskCollector {
    /// The jobs in the order in which they came.
    private(set) var jobs: [DiskObservation] = []
    /// Nil where a policy has an engine of its own.
    private var known: [Series: SharedSeries?] = [:]

    /// Adds a job. Each policy has an engine of its own: their disks are no one series, and are looked at with the policies.
    mutating func add(_ sample: StoredSample) {
        let series = Series(fixture: sample.fixture, configuration: sample.configuration)
        let shared: SharedSeries?
        if let found = known[series] {
            shared = found
        } else {
            shared = sample.hasPolicy ? nil : SharedSeries(series)
            known.updateValue(shared, forKey: series)
        }
        if let shared { jobs.append(DiskObservation(sample, series: shared)) }
    }
}
