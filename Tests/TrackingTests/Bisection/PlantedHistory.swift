import Foundation
import Model

@testable import Tracking

/// A history whose truth is known, and what measuring it would give: a stand-in for the engine.
struct PlantedHistory {
    /// How much longer each commit takes than the base, as a share; the head is the last.
    let shifts: [Double]
    /// The deviation of a measured time, as a share.
    var noise = 0.05
    var configurations = ["builder=buildkit", "builder=legacy"]
    /// Positions, from 1, of commits whose jobs fail.
    var unbuildable: Set<Int> = []
    var generator: SeededGenerator

    init(shifts: [Double], seed: UInt64) {
        self.shifts = shifts
        generator = SeededGenerator(seed: seed, purpose: "planted history")
    }

    /// A history in which one commit makes all that follow slower.
    init(commits: Int, slowerFrom position: Int, by share: Double = 0.2, seed: UInt64) {
        self.init(shifts: (1...commits).map { $0 >= position ? share : 0 }, seed: seed)
    }

    /// Searches to the end.
    mutating func bisect(_ metric: String = "build_s", rounds: Int = 12, level: Double = 0.01) throws -> Bisection {
        let metric = try #require(BisectedMetric(metric))
        var bisection = Bisection(metric, head: shifts.count, rounds: rounds, level: level)
        while let probe = bisection.next { bisection.take(measured(probe)) }
        return bisection
    }

    /// The pairs of a probe. A third of a per cent of the jobs meets a pause of the machine.
    private mutating func measured(_ probe: Bisection.Probe) -> ProbeFigures {
        let names = configurations.filter { probe.configurations?.contains($0) ?? true }
        guard !unbuildable.contains(probe.position) else {
            return ProbeFigures(missing: [.candidate: probe.rounds * names.count], failure: "no such file")
        }
        var figures = ProbeFigures()
        for name in names {
            let pairs = (0..<probe.rounds).map { _ in
                // What the machine does in a round is in both sides.
                let machine = 1.3 * exp(0.2 * normal())
                return ProbeFigures.Pair(
                    base: machine * disturbance(), candidate: machine * (1 + shifts[probe.position - 1]) * disturbance()
                )
            }
            figures.add(ProbeFigures(strata: [name: pairs]))
        }
        return figures
    }

    private mutating func disturbance() -> Double {
        exp(noise * normal()) * (generator.draw(below: 300) == 0 ? 1.5 : 1)
    }

    /// A draw from the standard normal distribution (Box and Muller).
    private mutating func normal() -> Double {
        let (first, second) = (unit(), unit())
        return (-2 * log(1 - first)).squareRoot() * cos(2 * .pi * second)
    }

    private mutating func unit() -> Double { Double(generator.next() >> 11) / 9_007_199_254_740_992 }
}
