import Foundation
import Model
import Store
import Testing

@testable import Questions

/// Planted steps, counted, to hit rates and invalidations.
struct CacheTests {
    private func tally(
        _ instruction: String, cached: Bool, count: Int, changeClass: ChangeClass = .source, warm: Bool = true,
        reason: MissReason? = nil, weight: Double? = nil, seconds: Double = 0,
        bytes: Double = 0
    ) -> StepTally {
        StepTally(
            configuration: "builder=legacy", fixture: "scap", changeClass: changeClass, warm: warm,
            instruction: instruction, cached: cached, missReason: reason, count: count, weight: weight ?? Double(count),
            seconds: seconds, timed: cached ? 0 : count,
            bytes: bytes, weightedBytes: bytes * (weight ?? Double(count)) / Double(count))
    }

    @Test func ratesCountStepsAndWeighThemByTheirColdTime() throws {
        let found = try #require(
            CacheAnalysis.series([
                // Twice 30 s when it misses; hit 9 times and missed once on the warm worker.
                tally("RUN install", cached: false, count: 1, warm: false, reason: .cold, seconds: 29),
                tally("RUN install", cached: true, count: 9, bytes: 9000),
                tally("RUN install", cached: false, count: 1, reason: .contentChanged, seconds: 31),
                // 0.5 s each time; always missed.
                tally("COPY . .", cached: false, count: 10, reason: .contentChanged, seconds: 5, bytes: 1000),
                // Never seen to miss.
                tally("WORKDIR /src", cached: true, count: 10),
            ]).first)
        #expect(found.all.steps == 30 && found.all.hits == 19)
        #expect(found.all.byCount == 19.0 / 30)
        // 9 × 30 s of 10 × 30 s and 10 × 0.5 s.
        #expect(found.all.byColdTime == 270.0 / 305.0)
        #expect(found.all.byBytes == 0.9)
        #expect(found.all.untimedShare == 10.0 / 30)
        #expect(found.reasons.map(\.count) == [11])
        #expect(found.reasons.map(\.reason) == [.contentChanged])
    }

    @Test func theWholeIsWeightedToTheTraceAndAClassIsNot() throws {
        let found = try #require(
            CacheAnalysis.series([
                tally("COPY . .", cached: true, count: 1, changeClass: .none, weight: 0),
                tally("RUN a", cached: true, count: 4, weight: 92),
                tally("RUN a", cached: false, count: 4, changeClass: .dependency, weight: 8, seconds: 4),
            ]).first)
        #expect(found.all.byCount == 0.92)
        #expect(found.classes.map(\.changeClass) == [.none, .source, .dependency])
        #expect(found.classes.map(\.rate.byCount) == [1, 1, 0])
    }

    @Test func aRunOfWarmUpsAloneHasNoRate() {
        #expect(CacheAnalysis.series([tally("RUN a", cached: false, count: 1, warm: false)]).isEmpty)
    }

    @Test func invalidationsNameTheFirstMissAndWhereBuildersDiffer() {
        func job(
            _ place: Int, _ change: String, _ builder: String, copy: MissReason? = nil, run reason: MissReason? = nil
        ) -> Job {
            let cell = Cell(
                scenario: "s", configuration: "builder=\(builder)", fixture: "layers", changeClass: .source)
            var job = Job(id: Int64(place), cell: cell, position: place / 4, startedAt: .distantPast)
            job.rarities.change = change
            job.parts.steps = [
                StepRecord(ordinal: 0, instruction: "FROM base", cacheable: false, cached: false),
                StepRecord(
                    ordinal: 1, instruction: "COPY a .", cacheable: true, cached: copy == nil, missReason: copy),
                StepRecord(
                    ordinal: 2, instruction: "RUN a", cacheable: true, cached: reason == nil, missReason: reason),
            ]
            return job
        }
        var collector = InvalidationCollector()
        let jobs = [
            job(0, "touch", "legacy"), job(1, "touch", "buildkit"),
            job(4, "label", "legacy", run: .instructionChanged), job(5, "label", "buildkit"),
            // Another scenario has a job at the same place of the plan, whose steps are taken together with the first one's.
            job(6, "both", "legacy", run: .unknown),
            job(7, "both", "legacy", copy: .contentChanged, run: .parentMissed),
        ]
        // The plan decides, and not the order in which they come.
        for each in jobs.reversed() { collector.add(each) }
        let found = collector.found
        #expect(found.map(\.change) == ["touch", "label", "both"])
        #expect(found.map(\.differs) == [false, true, false])
        #expect(found[1].effects["builder=legacy"]?.first == "RUN a")
        #expect(found[1].effects["builder=legacy"]?.reason == .instructionChanged)
        #expect(found[1].effects["builder=buildkit"]?.misses == 0)
        #expect(found[2].effects["builder=legacy"]?.first == "COPY a .")
        #expect(found[2].effects["builder=legacy"]?.reason == .contentChanged)
        #expect(found[2].effects["builder=legacy"]?.misses == 3 && found[2].effects["builder=legacy"]?.steps == 4)
    }

    @Test func onlyMeasuredJobsThatSucceededAreOfNamedChanges() {
        let cell = Cell(scenario: "s", configuration: "builder=legacy", fixture: "layers", changeClass: .source)
        var job = Job(cell: cell, startedAt: .distantPast)
        #expect(!job.isOfNamedChange)
        job.rarities.change = "1 none"
        #expect(job.isOfNamedChange)
        job.warmup = true
        #expect(!job.isOfNamedChange)
        (job.warmup, job.outcome) = (false, .buildFailed)
        #expect(!job.isOfNamedChange)
    }
}
