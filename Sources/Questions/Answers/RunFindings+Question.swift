import Store

extension RunFindings {
    /// The verdict on a question as the results database keeps it; nil where the run says nothing of it.
    func record(on question: Question) -> VerdictRecord? {
        verdicts.first { $0.question == question.id }
    }

    /// What the rule says of a question that a rule decides; nil where none does, or the run says nothing of it.
    func verdict(on question: Question) -> Verdict? {
        switch question.id {
        case Questions.buildOverhead.id: overhead?.verdict
        case Questions.executors.id: executors?.verdict
        case Questions.cleanup.id: cleanup?.verdict
        case Questions.storage.id: garbage?.storage
        case Questions.garbage.id: garbage?.garbage
        case Questions.centralCache.id: centralCache?.verdict
        case Questions.cacheableDependencies.id: dependencies?.verdict
        case Questions.baseImages.id: baseImages?.verdict
        case Questions.workerDependencies.id: requirements?.verdict
        default: nil
        }
    }

    /// What a reader of the answer to a question should know beside.
    func cautions(on question: Question) -> [Caution] {
        let found: [Caution]? =
            switch question.id {
            case Questions.buildOverhead.id: overhead?.cautions
            case Questions.executors.id: executors?.cautions
            case Questions.cleanup.id: cleanup?.cautions
            case Questions.storage.id, Questions.garbage.id: garbage?.cautions
            case Questions.centralCache.id: centralCache?.cautions
            case Questions.cacheableDependencies.id: dependencies?.cautions
            case Questions.baseImages.id: baseImages?.cautions
            case Questions.isolation.id: isolation?.cautions
            case Questions.workerDependencies.id, Questions.opsRequirements.id: requirements?.cautions
            case Questions.capacity.id: capacity?.cautions
            default: nil
            }
        return found ?? []
    }
}
