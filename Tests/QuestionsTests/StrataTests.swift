import Model
import Testing

@testable import Questions

/// Medians and intervals without sorting are those of a sorted list.
struct StrataTests {
    @Test func manyJobsOfUnlikeWeightsHaveTheIntervalOfASortedList() throws {
        var strata = Strata()
        var pairs: [(value: Double, weight: Double)] = []
        for index in 0..<7000 {
            let isRare = index.isMultiple(of: 7)
            let value = Double(index * 7919 % 7001) / 100
            let weight = isRare ? 0.3 : 1
            strata.add(value, fixture: "scap", changeClass: isRare ? .dependency : .source, weight: weight)
            pairs.append((value: value, weight: weight))
        }
        let estimate = try #require(strata.estimate(seed: 1))
        #expect(estimate.count == 7000)

        pairs.sort { $0.value < $1.value }
        let whole: Double = pairs.reduce(0) { $0 + $1.weight }
        let squares: Double = pairs.reduce(0) { $0 + $1.weight * $1.weight }
        let effective = whole * whole / squares
        #expect(abs(estimate.effectiveCount - effective) < 1e-6)
        func value(at share: Double) -> Double? {
            var sum = 0.0
            for pair in pairs {
                sum += pair.weight
                if sum >= share * whole { return pair.value }
            }
            return nil
        }
        let reach = 1.959964 * 0.5 / effective.squareRoot()
        let interval = try #require(estimate.interval)
        #expect(interval.lowerBound == value(at: 0.5 - reach))
        #expect(interval.upperBound == value(at: 0.5 + reach))
        #expect(interval.contains(estimate.value))
    }

    @Test func aClassIsEstimatedAlone() throws {
        var strata = Strata()
        for index in 0..<12 {
            strata.add(Double(index), fixture: "scap", changeClass: .source, weight: 2)
            strata.add(100 + Double(index), fixture: "scap", changeClass: .dependency, weight: 1)
            strata.add(1e6, fixture: "scap", changeClass: .dependency, weight: 0)
        }
        let source = try #require(strata.only(.source).estimate(seed: 1))
        #expect(source.value == 5.5 && source.count == 12 && source.effectiveCount == 12)
        let dependency = try #require(strata.only(.dependency).estimate(seed: 1))
        #expect(dependency.value == 105.5 && dependency.count == 12)
        #expect(strata.only(.base).estimate(seed: 1) == nil)
    }
}
