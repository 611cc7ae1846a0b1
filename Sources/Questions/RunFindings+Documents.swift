import Store

extension RunFindings {
    /// What there is to report, the answers to questions first.
    package var documents: [any ReportDocument] {
        var documents: [any ReportDocument] = []
        if let overhead = overhead { documents.append(OverheadReport(overhead)) }
        if let central = centralCache { documents.append(CentralCacheReport(central)) }
        if let dependencies = dependencies { documents.append(DependencyReport(dependencies)) }
        if let executors = executors { documents.append(ExecutorsReport(executors)) }
        if let bases = baseImages { documents.append(BaseImagesReport(bases)) }
        if let isolation = isolation { documents.append(IsolationReport(isolation)) }
        if let requirements = requirements { documents.append(RequirementsReport(requirements)) }
        if let garbage = garbage { documents.append(GarbageReport(garbage)) }
        if let capacity = capacity { documents.append(CapacityReport(capacity)) }
        if let cleanup = cleanup { documents.append(CleanupReport(cleanup)) }
        if !cache.series.isEmpty { documents.append(CacheReport(cache)) }
        if let storage = storage { documents.append(StorageReport(storage, run: run)) }
        return documents
    }

    /// The report on a question; nil where the run says nothing of it.
    func document(on question: Question) -> (any AnsweringDocument)? {
        switch question.id {
        case Questions.buildOverhead.id: return overhead.map { OverheadReport($0) }
        case Questions.executors.id: return executors.map { ExecutorsReport($0) }
        case Questions.cleanup.id: return cleanup.map { CleanupReport($0) }
        case Questions.storage.id, Questions.garbage.id: return garbage.map { GarbageReport($0) }
        case Questions.centralCache.id: return centralCache.map { CentralCacheReport($0) }
        case Questions.cacheableDependencies.id: return dependencies.map { DependencyReport($0) }
        case Questions.baseImages.id: return baseImages.map { BaseImagesReport($0) }
        case Questions.isolation.id: return isolation.map { IsolationReport($0) }
        case Questions.workerDependencies.id, Questions.opsRequirements.id:
            return requirements.map { RequirementsReport($0) }
        case Questions.capacity.id: return capacity.map { CapacityReport($0) }
        default: return nil
        }
    }
}
