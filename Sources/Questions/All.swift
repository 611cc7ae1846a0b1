/// Every open question, in the order of the page of answers. A new question is a folder and a line here.
package enum OpenQuestions {
    package static let all: [any Question] = [
        BuildOverheadQuestion(),
        ExecutorsQuestion(),
        CleanupQuestion(),
        StorageQuestion(),
        GarbageQuestion(),
        CentralCacheQuestion(),
        CacheableDependenciesQuestion(),
        BaseImagesQuestion(),
        IsolationQuestion(),
        WorkerDependenciesQuestion(),
        EngineChoiceQuestion(),
        PromotionQuestion(),
        OpsRequirementsQuestion(),
        UnmeasuredQuestion.abstraction,
        CapacityQuestion(),
        RegistryQuestion(),
        UnmeasuredQuestion.plugin,
        UnmeasuredQuestion.jenkins,
        UnmeasuredQuestion.orchestrator,
    ]
}

/// Pages on what a run measured that answer no question.
enum OtherPages {
    static func pages(of run: RunReader) async throws -> [Page] {
        [
            try TimesPage.page(in: run), try await CachePage.page(in: run), try await DiskPage.page(in: run),
        ].compactMap { $0 }
    }
}

extension RunReader {
    /// Whether its jobs replay a history, so that the disk's growth over them foretells something: changes that were written out to try
    /// each kind once are none, nor are updates of base images one after the other, nor jobs in which faults are planted.
    func isHistory() async throws -> Bool {
        guard try await cacheEvidence().invalidations.isEmpty else { return false }
        guard try await evidence(of: BaseImagesQuestion()) == nil else { return false }
        return try await evidence(of: CleanupQuestion()) == nil
    }
}
