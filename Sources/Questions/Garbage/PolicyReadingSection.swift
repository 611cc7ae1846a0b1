/// What the words of the report mean.
struct PolicyReadingSection {
    let findings: GarbageFindings

    private var policies: String {
        GarbageWords.meanings(findings).map { "\(GarbageWords.policy($0.key)) \($0.value)" }.joined(separator: ". ")
    }

    var paragraphs: [String] {
        [
            "## How to read it",
            """
            - **Policy:** what goes from the disk, and when. \(policies).
            - **A policy's turn** comes after each job; what it does counts in no job's time.
            - **Hit:** a build step that came from the cache, of those that can. **By time:** each step counts by the time that it \
            takes when it misses, so that a lost package installation weighs more than a lost copy.
            - **95 % interval:** where the true value lies, with 95 % confidence; by resampling the pairs.
            """,
        ]
    }
}
