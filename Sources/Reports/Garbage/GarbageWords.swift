import Findings
import Records

/// How policies read in a report.
enum GarbageWords {
    static func policy(_ name: String) -> String { Markdown.code(name) }

    /// What goes by each policy, in the order in which reports explain them.
    static let meanings: KeyValuePairs = [
        "none": "nothing",
        "job-tag": "the job's own image",
        "dangling": "images that lost their name to a newer one",
        "daily-weekly": "`docker system prune` daily, with `--all` weekly, by a clock that goes on with each build",
        "threshold": "above the high mark, every image but the newest of each repository",
        "lru": "above the high mark, images and build cache, the least recently used first, down to the low mark",
        "keep-storage": "BuildKit cuts its own cache to a size",
    ]

    /// A named configuration with what goes by its policy: `lru` with BuildKit (what goes: …).
    static func explained(_ name: String, in findings: GarbageFindings) -> String {
        let policy = findings.policies.first { $0.name == name }?.policy
        let meaning = meanings.first { $0.key == policy }.map { " (what goes: \($0.value))" } ?? ""
        return choice(name, in: findings) + meaning
    }

    /// A configuration with its policy inside a sentence: `lru` with BuildKit.
    static func choice(_ policy: PolicyFindings) -> String {
        "\(self.policy(policy.policy)) with \(Words.theConfiguration(policy.configuration))"
    }

    /// A named configuration as `builder=buildkit,policy=lru` inside a sentence.
    static func choice(_ name: String, in findings: GarbageFindings) -> String {
        findings.policies.first { $0.name == name }.map(choice) ?? Markdown.code(name)
    }

    static func points(_ value: Double?) -> String { value.map { Words.number($0) } ?? Words.absent }

    static func pointInterval(_ interval: ClosedRange<Double>?) -> String {
        interval.map { "\(Words.number($0.lowerBound)) to \(Words.number($0.upperBound))" } ?? "n too small"
    }

    static func reason(_ reason: String?) -> String {
        switch reason.flatMap(MissReason.init(rawValue:)) {
        case .evicted: "evicted"
        case .cold: "never made before"
        case .parentMissed: "parent missed"
        case .baseChanged: "base changed"
        case .instructionChanged: "instruction changed"
        case .argumentChanged: "argument changed"
        case .contentChanged: "content changed"
        case nil: "unknown"
        }
    }
}
