import Fixtures

extension Fixture {
    /// A sentence for each entry of `expected_failures` that matches no revision, and so may be mistyped.
    var unmatchedFailures: [String] {
        expectedFailures.unmatched.map { entry in
            "\(name): '\(PrintableText.line(entry))' of expected_failures matches no revision of the range: "
                + "correct the entry or remove it"
        }
    }
}

extension LoadedScenario {
    var unmatchedFailures: [String] { fixtures.sorted { $0.key < $1.key }.flatMap(\.value.unmatchedFailures) }
}
