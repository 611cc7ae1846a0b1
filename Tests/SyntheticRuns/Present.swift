/// A planted run gave no findings of the kind that its test is about.
struct NoFindings: Error {}

/// The findings, which a planted run must have.
func present<Findings>(_ findings: Findings?) throws -> Findings {
    guard let findings else { throw NoFindings() }
    return findings
}
