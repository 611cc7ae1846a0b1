/// The ids of the open questions, so that a scenario cannot name one that no report answers.
public enum QuestionIdentifier {
    /// Every id, in the order of the report.
    public static let all = [
        "build-overhead", "executors", "cleanup", "storage", "garbage", "central-cache", "cacheable-dependencies",
        "base-images", "isolation", "worker-dependencies", "engine-choice", "promotion", "ops-requirements",
        "abstraction", "capacity", "registry", "plugin", "jenkins", "orchestrator",
    ]
}
