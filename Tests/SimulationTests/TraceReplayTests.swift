import Model
import Testing

@testable import Simulation

/// Builds whose waits can be computed exactly.
@Suite struct TraceReplayTests {
    /// Waits in the order of arrival where each build takes the executor that is free first.
    ///
    /// Source: J. Kiefer, J. Wolfowitz, "On the theory of queues with many servers", Transactions of the American Mathematical
    /// Society 78 (1955).
    private func kieferWolfowitz(_ arrivals: [TraceReplay.Arrival], executors: Int) -> [Double] {
        var free = [Double](repeating: 0, count: executors)
        return arrivals.map { arrival in
            let start = max(arrival.at, free[0])
            free[0] = start + arrival.work
            free.sort()
            return start - arrival.at
        }
    }

    private func random(_ count: Int, seed: UInt64) -> [TraceReplay.Arrival] {
        var generator = SeededGenerator(seed: seed)
        var now = 0.0
        return (0..<count).map { _ in
            now += generator.exponential() * 4
            return .init(at: now, work: 1 + generator.uniform() * 20)
        }
    }

    @Test(arguments: [(1, 3), (3, 1), (1, 1), (2, 2)])
    func waitsAreThoseOfTheRecursion(workers: Int, executors: Int) throws {
        for seed in 1...5 {
            let arrivals = random(400, seed: UInt64(seed))
            let truth = kieferWolfowitz(arrivals, executors: workers * executors)
            for bound in [0.5, 5, 20, 60] {
                let waits = try TraceReplay(
                    workers: workers, executors: executors, slowdown: [1, 1, 1], bound: bound
                ).waits(arrivals)
                #expect(waits.count == 400)
                #expect(abs(waits.mean - truth.reduce(0, +) / 400) < 1e-8)
                #expect(abs(waits.maximum - (truth.max() ?? 0)) < 1e-8)
                #expect(waits.countAtBound == truth.count { $0 >= bound })
            }
        }
    }

    @Test func buildsSlowEachOtherDownWhileTheyRunTogether() throws {
        // Two executors; two builds take twice as long together. A comes at 0 and does 5 alone, the other 5 beside B until 15. C, which
        // came at 6, begins then and does its 1 until 17, and D begins.
        let waits = try TraceReplay(executors: 2, slowdown: [1, 2], bound: 1.5).waits([
            .init(at: 100, work: 10), .init(at: 105, work: 10), .init(at: 106, work: 1), .init(at: 115.5, work: 3),
        ])
        #expect(waits.count == 4 && abs(waits.maximum - 9) < 1e-9 && abs(waits.mean - 10.5 / 4) < 1e-9)
        #expect(waits.countAtBound == 2)
    }

    @Test func whatDoesNotCountOccupiesAnExecutorAllTheSame() throws {
        let waits = try TraceReplay(executors: 1, slowdown: [1]).waits([
            .init(at: 0, work: 10, isCounted: false), .init(at: 1, work: 1),
        ])
        #expect(waits.count == 1 && waits.maximum == 9)
    }

    @Test func theOrderInWhichBuildsAreGivenDoesNotMatter() throws {
        let arrivals = random(100, seed: 3)
        let replay = TraceReplay(executors: 2, slowdown: [1, 1.5])
        #expect(try replay.waits(arrivals) == replay.waits(arrivals.reversed()))
        #expect(try replay.waits([]).count == 0)
    }

    @Test func whatMakesNoSenseIsRefused() {
        for replay in [TraceReplay(executors: 2, slowdown: [1]), TraceReplay(executors: 0, slowdown: [1])] {
            #expect(throws: SimulationError.self) { try replay.waits([]) }
        }
        #expect(throws: SimulationError.self) {
            try TraceReplay(executors: 1, slowdown: [1]).waits([.init(at: .nan, work: 1)])
        }
    }
}
