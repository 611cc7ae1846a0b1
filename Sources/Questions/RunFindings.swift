import Foundation
import Store

/// All that a run says, by subject.
package struct RunFindings: Sendable, Equatable {
    /// The run.
    package var run: RunSummary
    /// On `build-overhead`; nil where none of its scenarios bears on it.
    var overhead: OverheadFindings?
    /// On `central-cache`; nil where none of its scenarios bears on it.
    var centralCache: CentralCacheFindings?
    /// On `base-images`; nil where none of its scenarios bears on it.
    var baseImages: BaseImagesFindings?
    /// On `storage` and `garbage`; nil where none of its scenarios varies the collection policy.
    var garbage: GarbageFindings?
    /// On `cacheable-dependencies`; nil where none of its scenarios bears on it.
    var dependencies: DependencyFindings?
    /// On `executors`; nil where none of its scenarios varies them.
    var executors: ExecutorsFindings?
    /// On `isolation`; nil where none of its scenarios bears on it.
    var isolation: IsolationFindings?
    /// On `ops-requirements` and `worker-dependencies`; nil where none of its scenarios bears on either.
    var requirements: RequirementsFindings?
    /// On `cleanup`; nil where none of its scenarios bears on it.
    var cleanup: CleanupFindings?
    /// On the builders' caches.
    var cache: CacheFindings
    /// On the disk; nil where the run kept no ledger, or replayed no history.
    var storage: StorageFindings?
    /// On `capacity`: a simulation, which takes its time and is not among what `analyse` does; nil where none was made.
    package var capacity: CapacityFindings?

    /// What to save of it.
    package var verdicts: [VerdictRecord] {
        [
            overhead?.verdictRecord, centralCache?.verdictRecord, dependencies?.verdictRecord,
            baseImages?.verdictRecord, executors?.verdictRecord, capacity?.verdictRecord, isolation?.verdictRecord,
            cleanup?.verdictRecord,
        ].compactMap { $0 } + (garbage?.verdictRecords ?? []) + (requirements?.verdictRecords ?? [])
    }

    /// What a run in a database says.
    ///
    /// - Parameters:
    ///   - id: the run; nil takes the latest that is not excluded.
    ///   - includingExcluded: whether an excluded run is analysed all the same (the findings say so).
    /// - Throws: `FindingsError`; `ResultsError` where the database cannot be read.
    package static func analyse(
        _ database: ResultsDatabase, run id: UUID? = nil, includingExcluded: Bool = false
    ) throws -> RunFindings {
        let run = try RunSelection.find(id, in: database, includingExcluded: includingExcluded)
        let (overhead, survey) = try OverheadAnalysis.surveyed(database, run: run)
        let cache = try CacheAnalysis.analyse(database, run: run, survey: survey)
        let baseImages = try BaseImagesAnalysis.analyse(database, run: run)
        let cleanup = try CleanupAnalysis.analyse(database, run: run)
        // Changes that were written out to try each kind once are no history: a disk's growth over them foretells nothing. Nor does
        // it over updates of base images one after the other, or where faults are planted.
        let isHistory = cache.invalidations.isEmpty && baseImages == nil && cleanup == nil
        let storage = isHistory ? try StorageAnalysis.analyse(database, run: run) : nil
        return RunFindings(
            run: run, overhead: overhead,
            centralCache: try CentralCacheAnalysis.analyse(database, run: run),
            baseImages: baseImages, garbage: try GarbageAnalysis.analyse(database, run: run),
            dependencies: try DependencyAnalysis.analyse(database, run: run),
            executors: try ExecutorsAnalysis.analyse(database, run: run),
            isolation: try IsolationAnalysis.analyse(database, run: run),
            requirements: try RequirementsFindings.analyse(database, run: run), cleanup: cleanup, cache: cache,
            storage: storage)
    }
}
