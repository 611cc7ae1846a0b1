import Foundation
import Model
import Testing

@testable import Tracking

/// A history whose truth is known, and what measuring it would give: a stand-in for the engine.
struct PlantedHistory {
    /// Of times: how much longer each commit takes than the base, as a share; of counts: how often a job has one more.
    /// The head is the last.
    let shifts: [Double]
    /// The deviation of a measured time, as a share.
    var noise = 0.05
    var configurations = ["builder=buildkit", "builder=legacy"]
    /// The configurations whose jobs change; nil: all.
    var changed: Set<String>?
    /// Positions, from 1, of commits whose jobs fail.
    var unbuildable: Set<Int> = []
    /// The rounds of each probe, in order.
    private(set) var probes: [Bisection.Probe] = []
    private var generator: SeededGenerator

    init(shifts: [Double], seed: UInt64 = 1) {
        self.shifts = shifts
        generator = SeededGenerator(seed: seed, purpose: "planted history")
    }

    /// A history in which one commit makes all from it on worse.
    init(commits: Int, worseFrom position: Int, by shift: Double = 0.2, seed: UInt64 = 1) {
        self.init(shifts: (1...commits).map { $0 >= position ? shift : 0 }, seed: seed)
    }

    /// Searches to the end.
    mutating func bisect(_ metric: String = "build_s", rounds: Int? = nil) throws -> Bisection {
        let metric = try #require(BisectedMetric(metric))
        var bisection = Bisection(
            metric, head: shifts.count, rounds: rounds ?? Bisection.standardRounds(of: metric), level: 0.01)
        while let probe = bisection.next {
            probes.append(probe)
            bisection.take(measured(probe, metric))
        }
        return bisection
    }

    private mutating func measured(_ probe: Bisection.Probe, _ metric: BisectedMetric) -> ProbeFigures {
        let names = configurations.filter { probe.configurations?.contains($0) ?? true }
        guard !unbuildable.contains(probe.position) else {
            return ProbeFigures(missing: [.candidate: probe.rounds * names.count], failure: "no such file")
        }
        var figures = ProbeFigures()
        for name in names {
            let shift = changed?.contains(name) ?? true ? shifts[probe.position - 1] : 0
            let pairs = (0..<probe.rounds).map { _ in metric.isTimed ? times(shift) : counts(shift) }
            figures.add(ProbeFigures(strata: [name: pairs]))
        }
        return figures
    }

    /// What the machine does in a round is in both sides.
    private mutating func times(_ shift: Double) -> ProbeFigures.Pair {
        let machine = 1.3 * exp(0.2 * normal())
        return ProbeFigures.Pair(base: machine * disturbance(), candidate: machine * (1 + shift) * disturbance())
    }

    private mutating func counts(_ shift: Double) -> ProbeFigures.Pair {
        ProbeFigures.Pair(base: 2, candidate: unit() < shift ? 3 : 2)
    }

    /// Noise; one job of 300 meets a pause of the machine.
    private mutating func disturbance() -> Double {
        exp(noise * normal()) * (generator.draw(below: 300) == 0 ? 1.5 : 1)
    }

    /// A draw from the standard normal distribution, by the method of Box and Muller.
    private mutating func normal() -> Double {
        let (first, second) = (unit(), unit())
        return (-2 * log(1 - first)).squareRoot() * cos(2 * .pi * second)
    }

    /// From 0 to below 1.
    private mutating func unit() -> Double { Double(generator.next() >> 11) / 9_007_199_254_740_992 }
}
