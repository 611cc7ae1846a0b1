/// The verdicts of a comparison as JUnit XML: one suite, a case for each of them.
///
/// Failures are what got worse, errors are jobs that could not be measured, and what cannot be told is skipped.
package struct ComparisonJUnit {
    private let cases: [JUnitTestcase]
    private let properties: [(String, String)]
    /// The result in words.
    private let summary: String

    package init(_ report: NightReport) {
        let night = report.night
        self.init(
            cases: night.cases(), base: night.base.id.uuidString, candidate: night.candidate.id.uuidString,
            outcome: night.outcome.rawValue,
            summary: report.headline + (report.headline.contains(report.counts) ? "" : "\n" + report.counts))
    }

    package init(_ report: ComparisonReport) {
        let (comparison, confirmation) = (report.comparison, report.confirmation)
        let outcome = confirmation?.outcome(of: comparison) ?? comparison.outcome
        self.init(
            cases: comparison.cases(confirmation), base: comparison.base.id.uuidString,
            candidate: comparison.candidate.id.uuidString, outcome: outcome.rawValue, summary: report.headline)
    }

    private init(cases: [JUnitTestcase], base: String, candidate: String, outcome: String, summary: String) {
        (self.cases, self.summary) = (cases, summary)
        properties = [("base", base), ("candidate", candidate), ("outcome", outcome)]
    }

    package var text: String {
        var counts = JUnitCounts()
        for testcase in cases { counts.add(testcase.result, seconds: testcase.seconds) }
        let suite = [("name", "plimsoll compare")] + counts.attributes
        let properties = properties.map { name, value in
            "      <property\(XMLText.attributes([("name", name), ("value", value)]))/>\n"
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites\(XMLText.attributes([("name", "plimsoll")] + counts.attributes))>
              <testsuite\(XMLText.attributes(suite))>
                <properties>
            \(properties.joined())    </properties>
            \(cases.map(\.text).joined())    <system-out>\(XMLText.escaped(summary))</system-out>
              </testsuite>
            </testsuites>

            """
    }
}
