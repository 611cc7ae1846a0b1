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
        func step(_ change: String, _ builder: String, _ instruction: String, _ reason: MissReason?) -> NamedChangeStep
        {
            NamedChangeStep(
                change: change, configuration: "builder=\(builder)", fixture: "layers", instruction: instruction,
                cached: reason == nil, missReason: reason)
        }
        let steps = [
            step("touch", "legacy", "COPY a .", nil), step("touch", "legacy", "RUN a", nil),
            step("touch", "buildkit", "COPY a .", nil), step("touch", "buildkit", "RUN a", nil),
            step("label", "legacy", "COPY a .", nil), step("label", "legacy", "RUN a", .instructionChanged),
            step("label", "buildkit", "COPY a .", nil), step("label", "buildkit", "RUN a", nil),
        ]
        var collector = InvalidationCollector()
        for step in steps { collector.add(step) }
        let found = collector.found
        #expect(found.map(\.change) == ["touch", "label"])
        #expect(found.map(\.differs) == [false, true])
        #expect(found[1].effects["builder=legacy"]?.first == "RUN a")
        #expect(found[1].effects["builder=legacy"]?.reason == .instructionChanged)
        #expect(found[1].effects["builder=buildkit"]?.misses == 0)
    }
}
