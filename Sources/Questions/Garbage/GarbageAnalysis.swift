import Model
import Store

/// From a run's jobs to what they say of collection policies. Pure: the same jobs in the same order give the same evidence.
struct GarbageAnalysis {
    private let run: RunSummary
    private let scenarios: [String]
    private let jobs: [PolicyObservation]
    /// The same run's account of the disk, whose configurations have the policy in them.
    private let levels: [DiskObservation]
    /// The bytes that the engines did not report at the end, by the same configurations.
    private let remainder: [RemainderRecord]
    private let buildsADay: Double?

    /// What a run in a database says of collection policies; nil where none of its scenarios bears on them and varies them.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> GarbageEvidence? {
        let scenarios = Set(
            run.scenarios(bearingOn: StorageQuestion.id) + run.scenarios(bearingOn: GarbageQuestion.id))
        guard !scenarios.isEmpty else { return nil }
        guard try database.hasPoints(run: run.id, named: CollectionPoint.allCases.map(\.rawValue)) else { return nil }
        let parts: [JobPart] = [.steps, .made, .disk, .pointsNamed(by: CollectionPoint.self)]
        let jobs = try database.jobs(run: run, of: scenarios, including: parts).compactMap(PolicyObservation.init)
        guard !jobs.isEmpty else { return nil }
        let analysis = GarbageAnalysis(
            run: run, scenarios: scenarios.sorted(), jobs: jobs, levels: jobs.map { DiskObservation($0.job) },
            remainder: try database.remainder(run: run.id),
            buildsADay: buildsADay(run.record.scenarios.filter { scenarios.contains($0.name) }))
        return analysis.evidence()
    }

    /// What the scenarios say, where they agree; nil too where one was written for another version and cannot be read.
    private static func buildsADay(_ scenarios: [RunRecord.ScenarioEntry]) -> Double? {
        let told = Set(
            scenarios.map { entry in
                (try? Scenario.parse(entry.text, file: entry.name)).map {
                    ($0.workload.collection ?? CollectionTerms()).buildsADay
                }
            })
        return told.count == 1 ? told.first.flatMap { $0 } : nil
    }

    private func evidence() -> GarbageEvidence {
        let coldTimes = ColdTimes(jobs)
        let engines = Dictionary(grouping: jobs) { "\($0.series.configuration),policy=\($0.policy)" }
        let accounts = Dictionary(grouping: levels, by: \.series.configuration)
        let surveys = Dictionary(grouping: remainder, by: \.configuration)
        let policies = engines.compactMap { name, own -> PolicyEvidence? in
            guard let first = own.first else { return nil }
            let disk = accounts[name].flatMap {
                DiskAnalysis.evidence(of: $0, remainder: surveys[name] ?? [], seed: run.record.seed)
            }
            return PolicyEvidence(
                configuration: first.series.configuration, policy: first.policy, jobs: own,
                beside: engines["\(first.series.configuration),policy=\(PolicyEvidence.reference)"] ?? [],
                coldTimes: coldTimes, seed: run.record.seed, disk: disk)
        }.sorted {
            ($0.configuration, $0.isReference ? 0 : 1, $0.policy)
                < ($1.configuration, $1.isReference ? 0 : 1, $1.policy)
        }
        return GarbageEvidence(
            run: run, scenarios: scenarios, policies: policies,
            capacity: jobs.lazy.compactMap { $0[.capacityBytes] }.first,
            high: jobs.lazy.compactMap { $0[.highMarkBytes] }.first, buildsADay: buildsADay,
            warnings: warnings(policies))
    }

    private func warnings(_ policies: [PolicyEvidence]) -> [Warning] {
        let search = WarningSearch(run: run, jobs: jobs.map(\.job))
        // Jobs that only build have no overhead, by which others are known to be measured.
        let ofRun = search.runWarnings().filter { $0 != .nothingReal }
        let untested = Set(policies.map(\.configuration)).sorted().filter { name in
            policies.filter { $0.configuration == name }.tested.isEmpty
        }
        let broken = policies.filter { $0.work.failures > 0 }
        return ofRun + search.failures() + untested.map { .neverFull(configuration: $0) }
            + broken.map { .collectionsFailed(configuration: $0.name, count: $0.work.failures) }
    }
}

extension PolicyEvidence {
    /// What the jobs of one engine, in their order, say of its policy.
    ///
    /// - Parameters:
    ///   - reference: the jobs of the policy that removes nothing, with the same builder.
    ///   - seed: the run's, so that resampling gives the same intervals every time.
    fileprivate init(
        configuration: String, policy: String, jobs: [PolicyObservation], beside reference: [PolicyObservation],
        coldTimes: ColdTimes, seed: UInt64, disk: DiskEvidence?
    ) {
        let counted = jobs.filter(\.counts)
        let pairs = PolicyPairs(jobs, beside: policy == Self.reference ? [] : reference)
        let misses = counted.flatMap(\.steps).filter { !$0.cached }
        let reasons = Dictionary(grouping: misses) { $0.missReason?.rawValue }
            .map { Misses(reason: $0, count: $1.count) }
        let firstFull = jobs.firstIndex(where: \.filledTheDisk)
        let firstRemoval = jobs.firstIndex(where: \.wasFollowedByRemovals)
        let held = jobs.flatMap { [$0.disk, $0.diskAfterwards, $0[.peakBytes]].compactMap { $0 } }
        self.init(
            configuration: configuration, policy: policy, jobs: jobs.count, refused: jobs.count(where: \.metFullDisk),
            fullAfter: firstFull.map { $0 + 1 }, peak: held.max(), largestBuild: jobs.largestBuild,
            crossings: jobs.count(where: \.leftTheDiskOverTheMark), points: jobs.chartPoints,
            hits: PolicyHits(counted, coldTimes),
            hitsAfterwards: firstRemoval.map { PolicyHits(jobs[($0 + 1)...].filter(\.counts), coldTimes) },
            rebuild: pairs.rebuild(coldTimes, seed: seed), hitCost: pairs.hitCost(coldTimes, seed: seed),
            evicted: misses.count { $0.missReason == .evicted },
            reasons: reasons.sorted { ($1.count, $0.reason ?? "") < ($0.count, $1.reason ?? "") },
            work: PolicyWork(jobs), disk: disk)
    }
}

extension [PolicyObservation] {
    /// The most that the disk grew by during one of them.
    fileprivate var largestBuild: Double? {
        zip(self, dropFirst()).compactMap { before, job in
            guard let level = before.diskAfterwards, let peak = job[.peakBytes] else { return nil }
            return peak - level
        }.max()
    }

    fileprivate var chartPoints: [PolicyEvidence.Point] {
        enumerated().compactMap { index, job in
            job.disk.map {
                PolicyEvidence.Point(build: index + 1, disk: $0, afterwards: job.diskAfterwards ?? $0)
            }
        }
    }
}
