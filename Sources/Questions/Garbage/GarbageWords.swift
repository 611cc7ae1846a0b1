import Model

/// How policies read on a page.
enum GarbageWords {
    static func policy(_ name: String) -> String { Markdown.code(name) }

    /// What each policy does, in the order in which pages explain them.
    static func meanings(_ evidence: GarbageEvidence) -> KeyValuePairs<String, String> {
        [
            "none": "removes nothing",
            "job-tag": "removes the job's own image after each build",
            "dangling": "removes, after each build, images that lost their name to a newer one",
            "daily-weekly":
                "runs `docker system prune` \(every(1, in: evidence)), and with `--all` \(every(7, in: evidence))",
            "threshold": "removes, above the high mark, every image but the newest of each repository",
            "lru": """
            removes, above the high mark, images and build cache, the least recently used first, down to the low mark
            """,
            "keep-storage": "has BuildKit cut its own cache to a size",
        ]
    }

    /// `every 8 builds`: days by the clock of the policies, which goes on with each build and with nothing else.
    private static func every(_ days: Double, in evidence: GarbageEvidence) -> String {
        guard let builds = evidence.buildsADay else { return days == 1 ? "daily" : "every \(Words.plain(days)) days" }
        return "every \(Words.plain(builds * days)) builds"
    }

    /// A policy with what it does: `lru` (removes …).
    static func explained(_ policy: PolicyEvidence, in evidence: GarbageEvidence) -> String {
        let meaning = meanings(evidence).first { $0.key == policy.policy }.map { " (\($0.value))" } ?? ""
        return self.policy(policy.policy) + meaning
    }

    /// A policy with its builder inside a sentence: `lru` with BuildKit.
    static func choice(_ policy: PolicyEvidence) -> String {
        "\(self.policy(policy.policy)) with \(Words.theConfiguration(policy.configuration))"
    }

    static func points(_ value: Double?) -> String { value.map { Words.number($0) } ?? Words.absent }

    static func pointInterval(_ interval: ClosedRange<Double>?) -> String {
        interval.map { "\(Words.number($0.lowerBound)) to \(Words.number($0.upperBound))" } ?? "n too small"
    }

    static func reason(_ reason: String) -> String {
        switch MissReason(rawValue: reason) {
        case .evicted: "evicted"
        case .cold: "never made before"
        case .parentMissed: "parent missed"
        case .baseChanged: "base changed"
        case .instructionChanged: "instruction changed"
        case .argumentChanged: "argument changed"
        case .contentChanged: "content changed"
        case .unknown, nil: "unknown"
        }
    }
}
