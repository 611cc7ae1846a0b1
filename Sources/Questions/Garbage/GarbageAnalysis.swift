import Model
import Store

/// From a run's jobs to what they say of collection policies. Pure: the same jobs in the same order give the same findings.
struct GarbageAnalysis: Sendable {
    private let run: RunSummary
    private let scenarios: [String]
    private let jobs: [PolicyObservation]
    private let levels: [DiskObservation]
    private let remainder: [RemainderRecord]
    private let buildsADay: Double?

    /// The findings of the given jobs, in the order in which they ran.
    ///
    /// - Parameters:
    ///   - levels: the same run's account of the disk, whose configurations have the policy in them.
    ///   - remainder: what the disks held at the end beyond the engines' words, by the same configurations.
    ///   - buildsADay: how many builds make a day of the policies' clock, where that is known.
    static func findings(
        run: RunSummary, scenarios: [String], jobs: [PolicyObservation], levels: [DiskObservation] = [],
        remainder: [RemainderRecord] = [], buildsADay: Double? = nil
    ) -> GarbageFindings {
        GarbageAnalysis(
            run: run, scenarios: scenarios, jobs: jobs, levels: levels, remainder: remainder, buildsADay: buildsADay
        ).findings()
    }

    private func findings() -> GarbageFindings {
        let coldTimes = ColdTimes(jobs)
        let engines = Dictionary(grouping: jobs) { "\($0.series.configuration),policy=\($0.policy)" }
        let accounts = Dictionary(grouping: levels, by: \.series.configuration)
        let surveys = Dictionary(grouping: remainder, by: \.configuration)
        let policies = engines.compactMap { name, own -> PolicyFindings? in
            guard let first = own.first else { return nil }
            let trace = PolicyTrace(
                configuration: first.series.configuration, policy: first.policy, jobs: own,
                reference: engines["\(first.series.configuration),policy=\(PolicyFindings.reference)"] ?? [],
                coldTimes: coldTimes, seed: run.record.seed)
            return trace.findings(
                storage: accounts[name].flatMap {
                    StorageAnalysis.findings($0, remainder: surveys[name] ?? [], seed: run.record.seed)
                })
        }.sorted {
            ($0.configuration, $0.isReference ? 0 : 1, $0.policy)
                < ($1.configuration, $1.isReference ? 0 : 1, $1.policy)
        }
        return GarbageFindings(
            run: run, scenarios: scenarios, storage: StorageRule.verdict(policies),
            garbage: GarbageRule.verdict(policies), choices: GarbageRule.choices(policies), policies: policies,
            capacity: jobs.lazy.compactMap { $0.points[.capacityBytes] }.first,
            high: jobs.lazy.compactMap { $0.points[.highMarkBytes] }.first, buildsADay: buildsADay,
            cautions: cautions(policies))
    }

    private func cautions(_ policies: [PolicyFindings]) -> [Caution] {
        let bySeries = Dictionary(grouping: jobs.map(\.job), by: \.series)
        let search = CautionSearch(run: run, jobs: bySeries, series: [])
        // Jobs that only build have no overhead, by which others are known to be measured.
        let ofRun = search.runCautions().filter { $0 != .nothingReal }
        let failures = bySeries.keys.sorted().flatMap { search.failures($0, bySeries[$0] ?? []) }
        let untested = Set(policies.map(\.configuration)).sorted().filter { name in
            policies.filter { $0.configuration == name }.tested.isEmpty
        }
        let broken = policies.filter { $0.work.failures > 0 }
        return ofRun + failures + untested.map { .neverFull(configuration: $0) }
            + broken.map { .collectionsFailed(configuration: $0.name, count: $0.work.failures) }
    }
}
