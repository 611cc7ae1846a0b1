extension Question {
    /// The shipped scenario that measures it, by its file's name without `.yaml`; nil where no scenario does.
    var scenario: String? { Self.scenarios[id] }

    private static let scenarios = [
        Questions.buildOverhead.id: "overhead",
        Questions.executors.id: "executors",
        Questions.cleanup.id: "cleanup",
        Questions.storage.id: "garbage",
        Questions.garbage.id: "garbage",
        Questions.centralCache.id: "central-cache",
        Questions.cacheableDependencies.id: "dependencies",
        Questions.baseImages.id: "base-images",
        Questions.isolation.id: "isolation",
        Questions.workerDependencies.id: "requirements",
        Questions.opsRequirements.id: "requirements",
        Questions.capacity.id: "capacity",
    ]
}
