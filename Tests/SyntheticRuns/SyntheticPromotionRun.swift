import Foundation
import Model
import Store

@testable import Questions

/// A run that varies the delivery, whose jobs and figures are planted.
struct SyntheticPromotionRun: StoredRun {
    /// What is planted of one delivery: the wall time, and for rebuilds how many of the images are the first worker's.
    struct Planted {
        var wall: Double
        var equal = 0

        init(_ wall: Double, equal: Int = 0) { (self.wall, self.equal) = (wall, equal) }
    }

    var jobs: [JobRecord] = []
    var points: [Int: [JobPoint]] = [:]
    var base = SyntheticRun()

    /// Adds, for each of `count` changes, a job of each delivery around these wall times, with a push before the first.
    mutating func plant(
        _ planted: [Delivery: Planted], push: Double = 1, count: Int = 12, fixture: String = "scap",
        builder: Builder = .buildkit, weight: Double = 1, change: (inout JobRecord) -> Void = { _ in }
    ) {
        let first = (jobs.map(\.round).max() ?? 0) + 1
        for index in 0..<count {
            // Alike in all deliveries of a change, so that their difference is what was planted, nearly.
            let spread = 0.02 * (Double((index * 5) % count) / Double(max(count - 1, 1)) - 0.5)
            for delivery in Delivery.allCases {
                guard let plan = planted[delivery] else { continue }
                var job = JobRecord(
                    scenario: "promotion",
                    configuration: Configuration(builder: builder, delivery: delivery), fixture: fixture,
                    revision: "START+\(index)", changeClass: .source, weight: weight, position: jobs.count,
                    round: first + index, startedAt: base.record.startedAt.addingTimeInterval(Double(jobs.count)))
                let isPromoted = delivery == .promote
                // Each delivery varies a little by itself.
                job.wall = plan.wall + spread * (isPromoted ? 1 : 2)
                job.command = 0.5
                job.phases = [.build: plan.wall / 2]
                if !isPromoted {
                    job.steps = (0..<3).map {
                        StepRecord(ordinal: $0, instruction: "RUN \($0)", cacheable: true, cached: $0 < 2)
                    }
                }
                points[jobs.count] = figures(isPromoted, isEqual: isPromoted || index < plan.equal, push, index)
                change(&job)
                jobs.append(job)
            }
        }
    }

    private func figures(_ isPromoted: Bool, isEqual: Bool, _ push: Double, _ index: Int) -> [JobPoint] {
        let image = [
            DeliveryPoint.digestEqual.point(isEqual ? 1 : 0), DeliveryPoint.layers.point(4),
            DeliveryPoint.equalLayers.point(isEqual ? 4 : 1),
        ]
        guard isPromoted else { return image + [CachePoint.registryBytes.point(0)] }
        return image + [
            CachePoint.pushSeconds.point(push), CachePoint.pushBytes.point(index == 0 ? 60_000_000 : 2_000_000),
            CachePoint.pullSeconds.point(0.25), CachePoint.registryBytes.point(2_000_000),
        ]
    }

    /// What it says of `promotion`, by way of a database.
    func evidence() throws -> PromotionEvidence {
        let results = try database()
        return try present(try PromotionAnalysis.analyse(results, run: try present(try results.latestRun())))
    }

    func save(to database: ResultsDatabase) throws {
        try save("promotion", questions: ["promotion"], jobs: jobs.count, to: database) { record in
            for (index, job) in jobs.enumerated() {
                let id = try database.save(job, run: record.id)
                try database.record((points[index] ?? []).map { stored($0, of: id) }, run: record.id)
            }
        }
    }
}
