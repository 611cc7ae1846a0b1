import Model
import Store

/// From a run's ledger to what it says of the disk. Pure: the same jobs in the same order give the same evidence.
enum DiskAnalysis {
    /// Disks for which the days to full are reported, in bytes.
    ///
    /// Sources: `/var/lib/docker` of 24 GB in 2018 (Phabricator T202160) and 45 GB later (operations-puppet, 2022–2024).
    static let disks: [Double] = [24e9, 45e9]
    /// Builds a day for which they are reported: 15 is the busiest day in the history of scap while it had a `Dockerfile.ci`,
    /// the other is given.
    static let buildsADay: [Double] = [15, 150]
    /// How many points a chart may draw.
    static let drawnPoints = 1200

    /// What a run in a database says of the disk; nil where the run has no ledger, or its jobs ran on several engines: each has a
    /// disk of its own, which `EngineChoiceAnalysis` looks at.
    static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> DiskEvidence? {
        guard try database.hasLedger(run: run.id) else { return nil }
        var jobs: [DiskObservation] = []
        // By the number of a cell. Each policy has an engine of its own: their disks are no one series, and are looked at with the
        // policies.
        var isWanted: [Bool] = []
        var engines: Set<EngineSource> = []
        try database.forEachJob(run: run.id, including: [.made, .disk]) { job in
            if job.cell.number == isWanted.count {
                isWanted.append(job.cell.isUnderstood && job.cell.factors?.policy == nil)
                if let engine = job.cell.factors?.engine { engines.insert(engine) }
            }
            if isWanted[job.cell.number] { jobs.append(DiskObservation(job)) }
        }
        guard engines.count < 2 else { return nil }
        let remainder = try database.remainder(run: run.id).filter { $0.configuration == nil || !engines.isEmpty }
        return evidence(of: jobs, remainder: remainder, seed: run.record.seed)
    }

    /// What the given jobs say, in the order in which they ran; nil where none has a sample. The seed is the run's.
    static func evidence(of jobs: [DiskObservation], remainder: [RemainderRecord] = [], seed: UInt64) -> DiskEvidence? {
        let sampled = jobs.indices.filter { jobs[$0].level != nil }
        guard !sampled.isEmpty else { return nil }
        let measure = DiskMeasure.best(for: jobs)
        let increments = DiskIncrement.all(of: jobs, by: measure)
        let made = jobs.compactMap(\.made)
        return DiskEvidence(
            measure: measure, jobs: jobs.count, samples: sampled.count,
            unquiet: jobs.count { $0.level?.quiet == false },
            seconds: Medians.plain(jobs.compactMap { $0.level?.seconds }) ?? 0, points: points(sampled, of: jobs),
            classes: classes(increments, seed: seed),
            configurations: configurations(increments, used: warmLevel(jobs, measure), seed: seed),
            check: GrowthCheck(increments), made: made.isEmpty ? nil : made.reduce(0, +),
            remainderGrowth: remainderGrowth(jobs),
            remainder: remainder.sorted { ($1.bytes.magnitude, $0.part) < ($0.bytes.magnitude, $1.part) })
    }

    private static func classes(_ increments: [DiskIncrement], seed: UInt64) -> [ClassGrowth] {
        Dictionary(grouping: increments, by: \.kind).sorted { $0.key < $1.key }.compactMap { kind, group in
            guard let growth = GrowthEstimate(group, seed: seed) else { return nil }
            let made = group.compactMap(\.made)
            return ClassGrowth(
                kind: kind, growth: growth, made: made.isEmpty ? nil : made.reduce(0, +) / Double(made.count))
        }
    }

    /// - Parameter used: the bytes from which the days to full are counted; nil: they are not.
    private static func configurations(
        _ increments: [DiskIncrement], used: Double?, seed: UInt64
    ) -> [DiskEvidence.Configuration] {
        let counted = increments.filter { !$0.kind.series.isFloor && !$0.cold }
        let groups = Dictionary(grouping: counted, by: \.cell.configuration).sorted { $0.key < $1.key }
        return groups.compactMap { name, group in
            guard let growth = GrowthEstimate(weighted: group, seed: seed) else { return nil }
            let days = used.map { used in
                disks.flatMap { disk in
                    buildsADay.map { DaysToFull(disk: disk, used: used, growth: growth, buildsADay: $0) }
                }
            }
            return DiskEvidence.Configuration(name: name, growth: growth, days: days ?? [])
        }
    }

    /// What the disk held when the first job began that does more than warm the worker.
    private static func warmLevel(_ jobs: [DiskObservation], _ measure: DiskMeasure) -> Double? {
        let first = jobs.firstIndex { !$0.warmup } ?? jobs.endIndex
        let before = jobs[..<first].last { $0.level != nil } ?? jobs.first { $0.level != nil }
        return before?.level.flatMap(measure.bytes)
    }

    /// Evenly spaced ones of the samples, the first and the last included.
    private static func points(_ sampled: [Int], of jobs: [DiskObservation]) -> [DiskEvidence.Point] {
        let drawn =
            sampled.count <= drawnPoints
            ? sampled : (0..<drawnPoints).map { sampled[$0 * (sampled.count - 1) / (drawnPoints - 1)] }
        return drawn.compactMap { index in jobs[index].level.map { DiskEvidence.Point(job: index + 1, level: $0) } }
    }

    private static func remainderGrowth(_ jobs: [DiskObservation]) -> Double? {
        guard let last = jobs.last(where: { $0.level != nil })?.level, let end = last.remainder,
            let start = jobs.first(where: { $0.level?.ledger == last.ledger })?.level?.remainder
        else { return nil }
        return end - start
    }
}
