import Model
import Store

/// From a run's jobs to what they say of collection policies. Pure: the same jobs in the same order give the same evidence.
enum GarbageAnalysis {
    /// What a run in a database says of collection policies; nil where none of its scenarios bears on them and varies them.
    static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> GarbageEvidence? {
        let scenarios = Set(
            run.scenarios(bearingOn: StorageQuestion.id) + run.scenarios(bearingOn: GarbageQuestion.id))
        guard !scenarios.isEmpty else { return nil }
        guard try database.hasPoints(run: run.id, named: CollectionPoint.allCases.map(\.rawValue)) else { return nil }
        let parts: [JobPart] = [.steps, .made, .disk, .pointsNamed(by: CollectionPoint.self)]
        let jobs = try database.jobs(run: run, of: scenarios, including: parts).compactMap(PolicyObservation.init)
        guard !jobs.isEmpty else { return nil }
        let remainder = try database.remainder(run: run.id)
        let policies = policies(jobs, remainder: remainder, seed: run.record.seed)
        return GarbageEvidence(
            run: run, scenarios: scenarios.sorted(), policies: policies,
            capacity: jobs.lazy.compactMap { $0[.capacityBytes] }.first,
            high: jobs.lazy.compactMap { $0[.highMarkBytes] }.first,
            buildsADay: buildsADay(run.record.scenarios.filter { scenarios.contains($0.name) }),
            warnings: warnings(run, jobs, policies))
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

    /// - Parameter remainder: the bytes that the engines did not report at the end.
    private static func policies(
        _ jobs: [PolicyObservation], remainder: [RemainderRecord], seed: UInt64
    ) -> [PolicyEvidence] {
        let coldTimes = ColdTimes(jobs)
        let engines = Dictionary(grouping: jobs) { "\($0.series.configuration),policy=\($0.policy)" }
        // The account of the disk has the policy in its configurations.
        let accounts = Dictionary(grouping: jobs.map { DiskObservation($0.job) }, by: \.series.configuration)
        let surveys = Dictionary(grouping: remainder, by: \.configuration)
        return engines.compactMap { name, own -> PolicyEvidence? in
            guard let first = own.first else { return nil }
            return PolicyEvidence(
                configuration: first.series.configuration, policy: first.policy, jobs: own,
                beside: engines["\(first.series.configuration),policy=\(PolicyEvidence.reference)"] ?? [],
                coldTimes: coldTimes, seed: seed,
                disk: accounts[name].flatMap {
                    DiskAnalysis.evidence(of: $0, remainder: surveys[name] ?? [], seed: seed)
                })
        }.sorted {
            ($0.configuration, $0.isReference ? 0 : 1, $0.policy)
                < ($1.configuration, $1.isReference ? 0 : 1, $1.policy)
        }
    }

    private static func warnings(
        _ run: RunSummary, _ jobs: [PolicyObservation], _ policies: [PolicyEvidence]
    ) -> [Warning] {
        let search = WarningSearch(run: run, jobs: jobs.map(\.job))
        // Jobs that only build have no overhead, by which others are known to be measured.
        let ofRun = search.runWarnings().filter { $0 != .nothingReal }
        let tested = Set(policies.tested.map(\.configuration))
        let untested = Set(policies.map(\.configuration)).subtracting(tested).sorted()
        let broken = policies.map { (name: $0.name, count: Int($0.work[.failures] ?? 0)) }.filter { $0.count > 0 }
        return ofRun + search.failures() + untested.map { .neverFull(configuration: $0) }
            + broken.map { .collectionsFailed(configuration: $0.name, count: $0.count) }
    }
}

extension PolicyEvidence {
    /// - Parameter jobs: those of one engine, in their order; beside them those of the policy that removes nothing, with the same builder.
    fileprivate init(
        configuration: String, policy: String, jobs: [PolicyObservation], beside reference: [PolicyObservation],
        coldTimes: ColdTimes, seed: UInt64, disk: DiskEvidence?
    ) {
        let counted = jobs.filter(\.counts)
        let pairs = PolicyPairs(jobs, beside: policy == Self.reference ? [] : reference)
        let misses = counted.flatMap(\.steps).filter { !$0.cached }
        let firstRemoval = jobs.firstIndex(where: \.wasFollowedByRemovals)
        self.init(
            configuration: configuration, policy: policy, jobs: jobs.count, refused: jobs.count(where: \.metFullDisk),
            fullAfter: jobs.firstIndex(where: \.filledTheDisk).map { $0 + 1 },
            peak: jobs.flatMap { [$0.disk, $0.diskAfterwards, $0[.peakBytes]].compactMap { $0 } }.max(),
            largestBuild: zip(jobs, jobs.dropFirst()).compactMap { before, job in
                before.diskAfterwards.flatMap { level in job[.peakBytes].map { $0 - level } }
            }.max(),
            crossings: jobs.count(where: \.leftTheDiskOverTheMark),
            points: jobs.enumerated().compactMap { index, job in
                job.disk.map { Point(build: index + 1, disk: $0, afterwards: job.diskAfterwards ?? $0) }
            },
            hits: PolicyHits(counted, coldTimes),
            hitsAfterwards: firstRemoval.map { PolicyHits(jobs[($0 + 1)...].filter(\.counts), coldTimes) },
            rebuild: pairs.rebuild(coldTimes, seed: seed), hitCost: pairs.hitCost(coldTimes, seed: seed),
            // Earlier versions left out what they could not tell.
            reasons: Dictionary(grouping: misses) { $0.missReason ?? .unknown }.mapValues(\.count),
            turns: jobs.count(where: \.wasFollowedByRemovals),
            work: Dictionary(
                uniqueKeysWithValues: CollectionPoint.allCases.map { point in
                    (point, jobs.reduce(0) { $0 + ($1[point] ?? 0) })
                }), disk: disk)
    }
}
