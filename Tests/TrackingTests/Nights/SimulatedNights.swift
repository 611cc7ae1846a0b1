import Foundation
import Model
import Store

@testable import SyntheticRuns
@testable import Tracking

/// Nights with measured noise: rounds of two states by two builders, of which the candidate's may be slower.
struct SimulatedNights {
    /// What the machine does during a night.
    enum Weather: CaseIterable {
        case steady
        /// It slows down by a fifth from the first job to the last.
        case ramp
        /// Something else takes a core in the second half: all takes a third longer, and varies half as much again.
        case load
    }

    /// What is slower in the candidate.
    enum Part { case all, build, command }

    /// Seconds of a job's parts, as the series' jobs have them or as a job with a longer build.
    var build = 1.5
    var command = 3.0
    var rest = 0.5
    var rounds = 12
    var weather = Weather.steady
    /// By how much the part is slower, as a share.
    var slower = 0.0
    var part = Part.all
    /// The builder with which it is slower; nil: all.
    var only: Builder?
    /// Whether each job's noise is drawn by itself; else a piece of a measured series is used as it is, drift included.
    var isDrawnSingly = false

    private static let revision = "cafe"

    /// The rounds of one night: the sides of a pair follow each other, and take turns in being first.
    func night(_ generator: inout SeededGenerator) -> [JobPair] {
        // Between nights a machine differs by up to a fifth.
        let machine = 0.8 + 0.4 * Double(generator.draw(below: 1001)) / 1000
        return [Builder.legacy, .buildkit].flatMap { builder -> [JobPair] in
            let rows = rows(&generator)
            let isReferenceFirst = generator.draw(below: 2) == 0
            return (0..<rounds).map { round in
                let isReference = (round % 2 == 0) == isReferenceFirst
                let jobs = (0..<2).map { place in
                    let share = Double(2 * round + place) / Double(max(2 * rounds - 1, 1))
                    return job(
                        rows[2 * round + place], builder, round + 1,
                        (place == 0) == isReference ? .reference : .candidate, at: share, machine)
                }
                return isReference
                    ? JobPair(base: jobs[0], candidate: jobs[1]) : JobPair(base: jobs[1], candidate: jobs[0])
            }
        }
    }

    private func rows(_ generator: inout SeededGenerator) -> [MeasuredNoise.Row] {
        let series = MeasuredNoise.series[generator.draw(below: MeasuredNoise.series.count)]
        if isDrawnSingly { return (0..<(2 * rounds)).map { _ in series[generator.draw(below: series.count)] } }
        let start = generator.draw(below: series.count - 2 * rounds + 1)
        return Array(series[start..<(start + 2 * rounds)])
    }

    private func job(
        _ noise: MeasuredNoise.Row, _ builder: Builder, _ round: Int, _ side: JobSide, at share: Double,
        _ machine: Double
    ) -> NightJob {
        let isLoaded = weather == .load && share >= 0.5
        let speed = machine * (weather == .ramp ? 1 + 0.2 * share : isLoaded ? 1.33 : 1)
        func time(_ seconds: Double, _ noise: Double, _ own: Part?) -> Double {
            let isSlower = side == .candidate && (part == .all || part == own) && (only == nil || only == builder)
            return seconds * speed * exp(isLoaded ? 1.5 * noise : noise) * (isSlower ? 1 + slower : 1)
        }
        let (build, command) = (time(build, noise.build, .build), time(command, noise.command, .command))
        let rest = time(rest, noise.rest, nil)
        let configuration = Configuration(builder: builder)
        var job = Job(
            cell: Cell(
                scenario: SyntheticNight.scenario, configuration: configuration.name, factors: configuration,
                fixture: SyntheticNight.fixture, changeClass: .source),
            weight: 0, round: round, startedAt: Date(timeIntervalSince1970: 0))
        var parts = job.parts
        let values = [
            "wall_s": build + command + rest, "build_s": build, "command_s": command, "overhead_s": build + rest,
            "hits": 4, "misses": 2,
        ]
        parts.metrics = NightJob.metrics.filter(\.isColumn).map { values[$0.id] ?? .nan }
        job.parts = parts
        return NightJob(
            job: job, revision: Self.revision, side: side, occurrence: 0, isExpectedToFail: false, leaks: [:])
    }
}
