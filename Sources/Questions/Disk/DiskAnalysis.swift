import Model
import Store

/// From a run's ledger to what it says of the disk. Pure: the same jobs in the same order give the same evidence.
struct DiskAnalysis {
    /// Disks for which the days to full are reported, in bytes.
    ///
    /// Sources: `/var/lib/docker` of 24 GB in 2018 (Phabricator T202160) and 45 GB later (operations-puppet, 2022–2024).
    static let disks: [Double] = [24e9, 45e9]
    /// Builds a day for which they are reported: 15 is the busiest day in the history of scap while it had a `Dockerfile.ci`,
    /// the other is given.
    static let buildsADay: [Double] = [15, 150]
    /// How many points a chart may draw.
    static let drawnPoints = 1200

    private let jobs: [DiskObservation]
    private let measure: DiskMeasure
    private let increments: [DiskIncrement]
    private let seed: UInt64

    /// What a run in a database says of the disk; nil where the run has no ledger.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> DiskEvidence? {
        guard try database.hasLedger(run: run.id) else { return nil }
        var jobs: [DiskObservation] = []
        // By the number of a cell. Each policy has an engine of its own: their disks are no one series, and are looked at with the
        // policies.
        var isWanted: [Bool] = []
        try database.forEachJob(run: run.id, including: [.made, .disk]) { job in
            if job.cell.number == isWanted.count { isWanted.append(job.series.factor("policy") == nil) }
            if isWanted[job.cell.number] { jobs.append(DiskObservation(job)) }
        }
        return evidence(
            of: jobs, remainder: try database.remainder(run: run.id).filter { $0.configuration == nil },
            seed: run.record.seed)
    }

    /// What the given jobs say, in the order in which they ran; nil where none has a sample.
    ///
    /// - Parameter seed: the run's, so that resampling gives the same intervals every time.
    static func evidence(
        of jobs: [DiskObservation], remainder: [RemainderRecord] = [], seed: UInt64
    ) -> DiskEvidence? {
        guard jobs.contains(where: { $0.level != nil }) else { return nil }
        return DiskAnalysis(jobs, seed: seed).evidence(remainder)
    }

    private init(_ jobs: [DiskObservation], seed: UInt64) {
        self.jobs = jobs
        self.seed = seed
        measure = .best(for: jobs)
        increments = DiskIncrement.all(of: jobs, by: measure)
    }

    private func evidence(_ remainder: [RemainderRecord]) -> DiskEvidence {
        let made = jobs.compactMap(\.made)
        return DiskEvidence(
            measure: measure, jobs: jobs.count, samples: jobs.count { $0.level != nil },
            unquiet: jobs.count { $0.level.map { !$0.quiet } ?? false },
            seconds: Medians.plain(jobs.compactMap { $0.level?.seconds }) ?? 0, points: points, classes: classes,
            configurations: configurations, check: GrowthCheck(increments),
            made: made.isEmpty ? nil : made.reduce(0, +), remainderGrowth: remainderGrowth,
            remainder: remainder.sorted { ($1.bytes.magnitude, $0.part) < ($0.bytes.magnitude, $1.part) })
    }

    private var classes: [ClassGrowth] {
        Dictionary(grouping: increments, by: \.kind).sorted { $0.key < $1.key }.compactMap { kind, group in
            guard let growth = GrowthEstimate(group, seed: seed) else { return nil }
            let made = group.compactMap(\.made)
            return ClassGrowth(
                kind: kind, growth: growth, made: made.isEmpty ? nil : made.reduce(0, +) / Double(made.count))
        }
    }

    private var configurations: [DiskEvidence.Configuration] {
        let counted = increments.filter { !$0.kind.series.isFloor && !$0.kind.cold }
        return Dictionary(grouping: counted, by: \.kind.series.configuration).sorted { $0.key < $1.key }
            .compactMap { name, group in
                guard let growth = GrowthEstimate(weighted: group, seed: seed) else { return nil }
                return DiskEvidence.Configuration(name: name, growth: growth, days: days(growth))
            }
    }

    /// Counted from what a warm worker holds.
    private func days(_ growth: GrowthEstimate) -> [DaysToFull] {
        guard let used = warmLevel else { return [] }
        return Self.disks.flatMap { disk in
            Self.buildsADay.map { DaysToFull(disk: disk, used: used, growth: growth, buildsADay: $0) }
        }
    }

    /// What the disk held when the first job began that does more than warm the worker.
    private var warmLevel: Double? {
        let first = jobs.firstIndex { !$0.warmup } ?? jobs.endIndex
        let before = jobs[..<first].last { $0.level != nil } ?? jobs.first { $0.level != nil }
        return before?.level.flatMap(measure.bytes)
    }

    /// Evenly spaced ones of the samples, the first and the last included.
    private var points: [DiskEvidence.Point] {
        let sampled = jobs.indices.filter { jobs[$0].level != nil }
        var drawn = sampled
        if sampled.count > Self.drawnPoints {
            drawn = (0..<Self.drawnPoints).map { sampled[$0 * (sampled.count - 1) / (Self.drawnPoints - 1)] }
        }
        return drawn.compactMap { index in
            jobs[index].level.map { DiskEvidence.Point(job: index + 1, level: $0) }
        }
    }

    private var remainderGrowth: Double? {
        guard let last = jobs.last(where: { $0.level != nil })?.level,
            let first = jobs.first(where: { $0.level?.ledger == last.ledger })?.level,
            let end = last.remainder, let start = first.remainder
        else { return nil }
        return end - start
    }
}
