import Model
import Store

/// From a run's ledger to what it says of `storage`. Pure: the same jobs in the same order give the same findings.
struct StorageAnalysis: Sendable {
    /// Disks and builds a day for which the days to full are reported.
    ///
    /// Sources: `/var/lib/docker` of 24 GB in 2018 (Phabricator T202160) and 45 GB later (operations-puppet, 2022–2024); 15
    /// builds is the busiest day in the history of scap while it had a `Dockerfile.ci`, the others are given.
    static let disks: [Double] = [24e9, 45e9]
    /// Builds a day for which the days to full are reported.
    static let buildsADay: [Double] = [15, 150]
    /// How many points a chart may draw.
    static let drawnPoints = 1200

    private let jobs: [DiskObservation]
    private let measure: DiskMeasure
    private let increments: [DiskIncrement]
    private let seed: UInt64

    /// The findings of the given jobs, in the order in which they were run; nil where none has a sample.
    static func findings(
        _ jobs: [DiskObservation], remainder: [RemainderRecord] = [], seed: UInt64
    ) -> StorageFindings? {
        guard jobs.contains(where: { $0.level != nil }) else { return nil }
        return StorageAnalysis(jobs, seed: seed).findings(remainder)
    }

    private init(_ jobs: [DiskObservation], seed: UInt64) {
        self.jobs = jobs
        self.seed = seed
        measure = .best(for: jobs)
        increments = DiskIncrement.all(of: jobs, by: measure)
    }

    private func findings(_ remainder: [RemainderRecord]) -> StorageFindings {
        let made = jobs.compactMap(\.made)
        return StorageFindings(
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

    private var configurations: [StorageFindings.Configuration] {
        let counted = increments.filter { !$0.kind.series.isFloor && !$0.kind.cold }
        return Dictionary(grouping: counted, by: \.kind.series.configuration).sorted { $0.key < $1.key }
            .compactMap { name, group in
                guard let growth = GrowthEstimate(weighted: group, seed: seed) else { return nil }
                return StorageFindings.Configuration(name: name, growth: growth, days: days(growth))
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
    private var points: [StorageFindings.Point] {
        let sampled = jobs.indices.filter { jobs[$0].level != nil }
        var drawn = sampled
        if sampled.count > Self.drawnPoints {
            drawn = (0..<Self.drawnPoints).map { sampled[$0 * (sampled.count - 1) / (Self.drawnPoints - 1)] }
        }
        return drawn.compactMap { index in
            jobs[index].level.map { StorageFindings.Point(job: index + 1, level: $0) }
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
