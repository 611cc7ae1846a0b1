/// The jobs of one scenario and configuration, counted.
struct JUnitSuite {
    let scenario: String
    let configuration: String
    /// The configuration's row.
    let id: Int64
    /// When its first job began, ISO 8601 in UTC without the zone.
    let startedAt: String
    var counts = JUnitCounts()

    /// The opening tag.
    var head: String {
        var attributes = [("name", "\(scenario) \(configuration)")]
        attributes += counts.attributes
        attributes.append(("timestamp", startedAt))
        return "  <testsuite\(XMLText.attributes(attributes))>\n"
    }
}

/// How many cases there are, and how they ended.
struct JUnitCounts {
    private var tests = 0
    private var failures = 0
    private var errors = 0
    private var skipped = 0
    private var seconds = 0.0

    /// Counts a case.
    mutating func add(_ result: JUnitCase.Result, seconds: Double) {
        tests += 1
        self.seconds += seconds
        switch result {
        case .passed, .passedByPlan: break
        case .failed: failures += 1
        case .broken: errors += 1
        case .skipped: skipped += 1
        }
    }

    /// Adds the counts of others.
    mutating func add(_ other: JUnitCounts) {
        tests += other.tests
        failures += other.failures
        errors += other.errors
        skipped += other.skipped
        seconds += other.seconds
    }

    var attributes: [(String, String)] {
        [
            ("tests", String(tests)), ("failures", String(failures)), ("errors", String(errors)),
            ("skipped", String(skipped)), ("time", JUnitCase.time(seconds)),
        ]
    }
}
