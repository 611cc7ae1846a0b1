import Foundation
import Model
import Store

@testable import Questions

/// A run that varies the cache, whose jobs and figures are planted.
struct SyntheticCacheRun: StoredRun {
    var jobs: [JobRecord] = []
    var points: [Int: [JobPoint]] = [:]
    /// How often everything was set up.
    var bringUps = 1
    /// The record of the run, less its scenario.
    var base = SyntheticRun()

    /// Adds, for each of `count` changes, a warm job, one with the registry's cache and one without any, around these wall times.
    mutating func plant(
        warm: Double, registry: Double, cold: Double, count: Int = 12, registryHits: Int = 2, fixture: String = "scap",
        builder: String = "buildkit", weight: Double = 1, changeClass: ChangeClass = .source,
        change: (inout JobRecord) -> Void = { _ in }
    ) {
        let first = (jobs.map(\.round).max() ?? 0) + 1
        for index in 0..<count {
            // Alike in all three of a change, so that their ratio is what was planted, nearly.
            let spread = 1 + 0.02 * (Double((index * 5) % count) / Double(max(count - 1, 1)) - 0.5)
            for (cache, wall, hits) in [("local", warm, 2), ("registry", registry, registryHits), ("none", cold, 0)] {
                var job = JobRecord(
                    scenario: "central-cache", configuration: "builder=\(builder),cache=\(cache)", fixture: fixture,
                    revision: "START+\(index)", changeClass: changeClass, weight: weight, position: jobs.count,
                    round: first + index, startedAt: base.record.startedAt.addingTimeInterval(Double(jobs.count)))
                job.wall = wall * spread
                job.command = 2
                job.phases = [.build: (wall - 3) * spread]
                job.steps = (0..<3).map {
                    StepRecord(ordinal: $0, instruction: "RUN \($0)", cacheable: true, cached: $0 < hits)
                }
                points[jobs.count] = figures(cache, index)
                change(&job)
                jobs.append(job)
            }
        }
    }

    /// What it says of `central-cache`, by way of a database.
    func evidence() throws -> CentralCacheEvidence {
        let results = try database()
        return try present(try CentralCacheAnalysis.analyse(results, run: try present(try results.latestRun())))
    }

    func save(to database: ResultsDatabase) throws {
        var ofRun: [JobPoint] = []
        for _ in 0..<bringUps {
            ofRun += [SetUpAction.startRegistry, .connectEngine, .connectEngine].map(\.point)
        }
        let collection: [CachePoint: Double] = [
            .collectionBeforeBytes: 72_007_000, .collectionAfterBytes: 60_001_000, .collectionSeconds: 0.2,
            .collectionBlockedSeconds: 0.4,
        ]
        ofRun += collection.map { $0.key.point($0.value) }
        try save("central-cache", questions: ["central-cache"], jobs: jobs.count, to: database) { record in
            try database.record(ofRun.map { stored($0) }, run: record.id)
            for (index, job) in jobs.enumerated() {
                let id = try database.save(job, run: record.id)
                try database.record((points[index] ?? []).map { stored($0, of: id) }, run: record.id)
            }
        }
    }

    private func figures(_ cache: String, _ index: Int) -> [JobPoint] {
        guard cache == "registry" else { return cache == "none" ? [CachePoint.registryBytes.point(1000)] : [] }
        let later = Double(index) * 2_000_000
        let actions: [SetUpAction] = index == 0 ? [.pushImage, .cacheFrom] : []
        return [
            CachePoint.registryBytes.point(5_000_000), CachePoint.pullSeconds.point(0.5),
            CachePoint.pushSeconds.point(index == 0 ? 6 : 0.25),
            CachePoint.pushBytes.point(index == 0 ? 60_000_000 : 2_000_000),
            CachePoint.registryBlobBytes.point(60_000_000 + later),
            CachePoint.registryManifestBytes.point(Double(index + 1) * 1000),
        ] + actions.map(\.point)
    }
}
