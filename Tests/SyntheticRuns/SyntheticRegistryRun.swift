import Foundation
import Model
import Store

@testable import Questions

/// A run whose jobs pull what was pushed to a registry, all planted.
struct SyntheticRegistryRun: StoredRun {
    var jobs: [JobRecord] = []
    var points: [Int: [JobPoint]] = [:]
    /// Figures of the run: a base of 60 MB that three repositories use, each with some MB of its own.
    var ofRun: [JobPoint] = Self.held + Self.collected
    var base = SyntheticRun()

    static let held: [JobPoint] = [
        RegistryPoint.togetherBytes.point(80_000_000),
        RegistryRepositoryPoint(.bytes, of: "base/plimsoll/base").point(60_000_000),
        RegistryRepositoryPoint(.ownBytes, of: "base/plimsoll/base").point(0),
        RegistryRepositoryPoint(.bytes, of: "releases/malu-buildkit").point(65_000_000),
        RegistryRepositoryPoint(.ownBytes, of: "releases/malu-buildkit").point(5_000_000),
        RegistryRepositoryPoint(.bytes, of: "releases/scap-buildkit").point(75_000_000),
        RegistryRepositoryPoint(.ownBytes, of: "releases/scap-buildkit").point(15_000_000),
    ]

    static let collected: [JobPoint] = [
        CachePoint.collectionBeforeBytes.point(80_000_000), CachePoint.collectionAfterBytes.point(70_000_000),
        CachePoint.collectionSeconds.point(0.2), CachePoint.collectionBlockedSeconds.point(0.4),
        RegistryPoint.keptImages.point(3), RegistryPoint.pulledImages.point(3),
    ]

    /// Adds a warm-up, whose image moves whole (10 MB in 1 s up, in 0.5 s down), and later changes that each move 1 MB
    /// in 0.1 s up, and in 0.05 s down. The registry grows by 0.5 MB of blobs and 1 kB of manifests with each.
    mutating func plant(
        fixture: String = "scap", builder: String = "buildkit", count: Int = 12, fault: String? = "none",
        changeClass: ChangeClass = .source
    ) {
        for index in 0...count {
            let isFirst = index == 0
            // One in ten more or less: medians stay, and have an interval.
            let spread = isFirst ? 1 : 1 + 0.1 * (Double((index * 5) % count) / Double(max(count - 1, 1)) - 0.5)
            let whole = isFirst ? 10.0 : 1
            let figures: [JobPoint] = [
                CachePoint.pushBytes.point(whole * 1e6), CachePoint.pushSeconds.point(whole / 10 * spread),
                CachePoint.registryBytes.point(whole * 1e6), CachePoint.pullSeconds.point(whole / 20 * spread),
                RegistryPoint.grownBlobBytes.point(isFirst ? 10_000_000 : 500_000),
                RegistryPoint.grownManifestBytes.point(1000),
            ]
            add(fixture, builder, fault, index, changeClass, figures)
            jobs[jobs.count - 1].warmup = isFirst
        }
    }

    /// Adds a job in which the registry fails.
    mutating func plantFault(
        _ fault: Fault, _ outcome: Outcome, in phase: Phase? = nil, struck: Bool = true, held: Double? = nil,
        recovered: Bool = true, uploads: Int = 0, message: String = "registry: no space", builder: String = "buildkit"
    ) {
        var figures = [
            FaultPoint.struck.point(struck ? 1 : 0), RegistryPoint.uploadBytes.point(uploads),
            // Beyond all others: none of these may count.
            CachePoint.pushBytes.point(1e12), CachePoint.pushSeconds.point(1.0),
            RegistryPoint.grownBlobBytes.point(1_000_000_000),
        ]
        if struck { figures.append(RegistryPoint.recovered.point(recovered ? 1 : 0)) }
        if let held { figures.append(RegistryPoint.heldSeconds.point(held)) }
        add("scap", builder, fault.rawValue, jobs.count, .source, figures)
        jobs[jobs.count - 1].outcome = outcome
        if outcome != .succeeded { jobs[jobs.count - 1].failure = Failure(phase: phase, message: message) }
    }

    private mutating func add(
        _ fixture: String, _ builder: String, _ fault: String?, _ index: Int, _ changeClass: ChangeClass,
        _ figures: [JobPoint]
    ) {
        let factors = ["builder": builder, "delivery": "promote", "fault": fault]
        var job = JobRecord(
            scenario: "registry",
            configuration: Configuration(factors: factors.compactMapValues(\.self))
                ?? Configuration(builder: .buildkit),
            fixture: fixture, revision: "START+\(index)", changeClass: changeClass, weight: 1, position: jobs.count,
            round: index, startedAt: base.record.startedAt.addingTimeInterval(Double(jobs.count)))
        (job.wall, job.command) = (3, 1)
        job.phases = [.build: 1]
        points[jobs.count] = figures
        jobs.append(job)
    }

    func evidence() throws -> RegistryEvidence {
        let database = try database()
        return try present(try RegistryAnalysis.analyse(database, run: try present(try database.latestRun())))
    }

    func save(to database: ResultsDatabase) throws {
        let version: (inout RunRecord) -> Void = { $0.fingerprint.engine["registry_version"] = "2.8.2+ds1" }
        try save("registry", questions: ["registry"], jobs: jobs.count, to: database, change: version) { record in
            try database.record(ofRun.map { stored($0) }, run: record.id)
            for (index, job) in jobs.enumerated() {
                let id = try database.save(job, run: record.id)
                try database.record((points[index] ?? []).map { stored($0, of: id) }, run: record.id)
            }
        }
    }
}
