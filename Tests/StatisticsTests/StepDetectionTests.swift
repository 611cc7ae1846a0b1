import Testing

@testable import Statistics

@Suite struct StepDetectionTests {
    /// Values without a step that look as little like one as values can.
    private func quiet(_ count: Int, around mean: Double = 1) -> [Double] {
        (0..<count).map { mean + ($0 % 2 == 0 ? 0 : 0.1) }
    }

    @Test func findsAPlantedStep() {
        var found = 0
        var more = 0
        for seed in UInt64(1)...100 {
            var noise = Noise(seed: seed)
            let steps = StepDetection(noise.values(15) + noise.values(15, around: 3), seed: seed).steps
            if let step = steps.first(where: { abs($0.index - 15) <= 2 }) {
                found += 1
                #expect(step.p <= 0.01 && step.after > step.before)
            }
            more += max(0, steps.count - 1)
        }
        #expect(found >= 95, "\(found) of 100")
        #expect(more <= 8, "\(more) besides")
    }

    @Test func pureNoiseAlarmsAtTheLevel() {
        var alarms = 0
        for seed in UInt64(1)...500 {
            var noise = Noise(seed: 1000 + seed)
            if !StepDetection(noise.values(30), seed: seed).steps.isEmpty { alarms += 1 }
        }
        // 1 % of 500 is 5, with a deviation of 2.2.
        #expect(alarms <= 12, "\(alarms) of 500")
    }

    @Test func theLevelIsWhatItSays() {
        var alarms = 0
        for seed in UInt64(1)...100 {
            var noise = Noise(seed: 9000 + seed)
            if !StepDetection(noise.values(20), level: 0.5, seed: seed).steps.isEmpty { alarms += 1 }
        }
        // Half of 100, give or take four standard errors.
        #expect((30...70).contains(alarms), "\(alarms) of 100")
    }

    @Test func findsARiseThatWasTakenBack() {
        var found = 0
        for seed in UInt64(1)...20 {
            var noise = Noise(seed: 500 + seed)
            let values = noise.values(15) + noise.values(15, around: 4) + noise.values(15)
            let steps = StepDetection(values, seed: seed).steps
            let rise = steps.contains { abs($0.index - 15) <= 2 && $0.after > $0.before }
            let fall = steps.contains { abs($0.index - 30) <= 2 && $0.after < $0.before }
            if rise && fall { found += 1 }
        }
        #expect(found >= 18, "\(found) of 20")
    }

    @Test(arguments: [0, 1, 14, 28, 29])
    func aWildValueIsNoStep(_ place: Int) {
        var values = quiet(30)
        values[place] = 500
        #expect(StepDetection(values).steps.isEmpty)
        var equal = [Double](repeating: 5, count: 30)
        equal[place] = -1e300
        #expect(StepDetection(equal).steps.isEmpty)
    }

    @Test func reportsPlaceAndHeights() throws {
        let values = quiet(12) + [Double.nan, Double.infinity] + quiet(12, around: 5)
        let steps = StepDetection(values).steps
        #expect(steps.map(\.index) == [14])
        let step = try #require(steps.first)
        #expect(agree(step.before, 1.05) && agree(step.after, 5.05))
        #expect(step.p <= 0.01)
        #expect(StepDetection(values) == StepDetection(values))
    }

    @Test func findsNothingWhereNothingCanBeFound() {
        let apart = quiet(4) + quiet(5, around: 9)
        #expect(StepDetection(apart).steps.isEmpty)
        #expect(StepDetection([]).steps.isEmpty)
        #expect(StepDetection([1]).steps.isEmpty)
        #expect(StepDetection([.nan, .infinity]).steps.isEmpty)
        #expect(StepDetection([Double](repeating: 3, count: 50)).steps.isEmpty)
        let clear = quiet(10) + quiet(10, around: 9)
        for level in [0, 1, -1, Double.nan, 1e-9] { #expect(StepDetection(clear, level: level).steps.isEmpty) }
        #expect(StepDetection(clear, minimumSegment: .max).steps.isEmpty)
        #expect(StepDetection(clear).steps.map(\.index) == [10])
    }

    @Test func contrastsByHand() throws {
        // Doubled ranks less their mean −5 −3 −1 1 3 5: means −3 and 3, (−6)² · 3·3/6 = 54.
        let best = try #require(SplitSearch(count: 6, minimum: 3).best(of: [-5, -3, -1, 1, 3, 5]))
        #expect(best.index == 3 && agree(best.contrast, 54))
        #expect(SplitSearch(count: 5, minimum: 3).best(of: [1, 2, 3, 4, 5]) == nil)
    }

    @Test func everyPlaceIsLookedAt() throws {
        for place in 5...45 {
            let values = (0..<50).map { $0 < place ? -1.0 : 1.0 }
            #expect(try #require(SplitSearch(count: 50, minimum: 5).best(of: values)).index == place)
        }
    }
}
