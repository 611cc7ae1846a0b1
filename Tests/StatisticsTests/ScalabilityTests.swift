import Statistics
import Testing

/// Fits and quantiles of sweeps of executors.
struct ScalabilityTests {
    @Test func plantedParametersAreFound() throws {
        for (single, contention, coherency) in [(0.4, 0.05, 0.01), (12.0, 0.0, 0.0), (3.0, 0.9, 0.0), (1.0, 0.2, 0.05)]
        {
            let points = [1.0, 2, 3, 4, 6, 8].map { number in
                (
                    number: number,
                    throughput: single * number / (1 + contention * (number - 1) + coherency * number * (number - 1))
                )
            }
            let law = try #require(UniversalScalability(points))
            #expect(abs(law.single / single - 1) < 1e-9)
            #expect(abs(law.contention - contention) < 1e-9 && abs(law.coherency - coherency) < 1e-9)
            #expect(law.residual < 1e-9)
        }
    }

    @Test(arguments: ReferenceValues.sweeps) func measuredSweepsAreFittedAsSciPyDoes(_ sweep: SweepReference) throws {
        let points = zip(sweep.numbers, sweep.throughputs).map { (number: $0, throughput: $1) }
        let law = try #require(UniversalScalability(points))
        #expect(abs(law.single / sweep.single - 1) < 1e-6)
        #expect(abs(law.contention / sweep.contention - 1) < 1e-6)
        #expect(abs(law.coherency / sweep.coherency - 1) < 1e-6)
        #expect(abs(law.residual / sweep.residual - 1) < 1e-6)
        #expect(law.isPhysical)
    }

    @Test(arguments: ReferenceValues.quantileIntervals)
    func intervalsOfQuantilesAreSciPys(_ reference: QuantileIntervalReference) throws {
        let sample = try Sample((1...reference.count).map(Double.init))
        let found = sample.quantileInterval(reference.probability)
        guard let low = reference.low, let high = reference.high else {
            #expect(found == nil)
            return
        }
        #expect(found?.low == low && found?.high == high)
        #expect(try #require(found).level >= 0.95)
    }

    @Test func aCurveThatRisesTooFastIsNotPhysical() throws {
        let law = try #require(UniversalScalability([1.0, 2, 3, 4].map { ($0, $0 * $0) }))
        #expect(!law.isPhysical)
    }

    @Test func tooLittleDeterminesNothing() {
        #expect(UniversalScalability([(1, 1), (2, 2), (3, 3)]) == nil)
        #expect(UniversalScalability([(1, 1), (1, 1), (2, 2), (2, 2)]) == nil)
        #expect(UniversalScalability([(1, 1), (2, 0), (3, 1), (4, 1)]) == nil)
    }

    @Test func theStartIsLeftOutUntilTheValuesSettle() {
        let settled = (0..<30).map { 10 + Double($0 % 3) }
        #expect(SteadyState.truncation(settled).map { $0 <= 2 } == true)
        // By the least standard error: what differs by ten spreads is out.
        #expect(SteadyState.truncation([40, 35, 30, 25] + settled) == 4)
        #expect(SteadyState.truncation([5, 6, 7]) == 0)
        #expect(SteadyState.truncation([5, 6, .nan, 7]) == nil)
        // A steady climb has no steady part.
        #expect(SteadyState.truncation((0..<20).map { Double($0 * $0) }.reversed()) == nil)
    }
}
