import Foundation
import Model
import Store

@testable import Questions

/// A run with closed and open loops whose times are planted.
struct SyntheticCapacityRun {
    /// Builds take 10 s on average, and nearly so each: the waits follow from the arrivals, and little is left to chance.
    static let times = SyntheticRun.around(10, spread: 0.2)

    var jobs: [JobRecord] = []
    private var base = SyntheticRun()
    /// When the next series begins, in seconds since the run's beginning.
    private var clock = 0.0

    var id: UUID { base.record.id }

    init() {
        base.record.scenarios = [
            .init(name: "executors", hash: "cafe", questions: ["executors", "capacity"], text: "name: executors")
        ]
        base.record.commandLine = ["plimsoll", "run", "scenarios/executors.yaml"]
    }

    /// A closed loop: each executor has its jobs one after the other, which take `slowdown` times as long as alone.
    mutating func plantClosed(
        executors: Int, count: Int = 48, slowdown: Double = 1, fixture: String = "scap",
        changeClass: ChangeClass = .source, weight: Double = 1, times: [Double] = Self.times
    ) {
        var free = [Double](repeating: clock, count: executors)
        for index in 0..<count {
            let executor = index % executors
            add(
                fixture, executors, executor, changeClass, start: free[executor],
                wall: times[index % times.count] * slowdown, weight: weight)
            free[executor] += times[index % times.count] * slowdown
        }
        clock = (free.max() ?? clock) + 60
    }

    /// An open loop: jobs come at random, `gap` seconds apart on average, and take the executor that is free first; they take
    /// `slowdown` times as long as alone, whatever runs beside them.
    mutating func plantOpen(
        executors: Int, count: Int = 400, gap: Double, slowdown: Double = 1, fixture: String = "scap", seed: UInt64 = 1,
        times: [Double] = Self.times
    ) {
        var generator = SeededGenerator(seed: seed, purpose: "planted open loop")
        var free = [Double](repeating: clock, count: executors)
        var arrival = clock
        for _ in 0..<count {
            arrival -= gap * log(1 - Double.random(in: 0..<1, using: &generator))
            let executor = free.indices.min { (free[$0], $0) < (free[$1], $1) } ?? 0
            let start = max(arrival, free[executor])
            let wall = (times.randomElement(using: &generator) ?? 10) * slowdown
            add(fixture, executors, executor, .source, start: start, wall: wall, queued: start - arrival)
            free[executor] = start + wall
        }
        clock = (free.max() ?? clock) + 60
    }

    /// First builds of a fixture, with one executor.
    mutating func plantCold(_ wall: Double, fixture: String = "scap", executors: Int = 1, count: Int = 1) {
        for _ in 0..<count {
            add(fixture, executors, 0, .none, start: clock, wall: wall, weight: 0, cold: true)
            clock += wall
        }
    }

    private mutating func add(
        _ fixture: String, _ executors: Int, _ executor: Int, _ changeClass: ChangeClass, start: Double, wall: Double,
        queued: Double? = nil, weight: Double = 1, cold: Bool = false
    ) {
        // Jobs that came by a clock are of a configuration of their own.
        let load = queued == nil ? "" : ",load=70%"
        var job = JobRecord(
            scenario: "executors", configuration: "builder=buildkit,executors=\(executors)\(load)", fixture: fixture,
            revision: "START+\(jobs.count)", changeClass: changeClass, weight: weight, executor: executor,
            position: jobs.count, cold: cold, startedAt: base.record.startedAt.addingTimeInterval(start))
        job.wall = wall
        job.command = wall / 2
        job.queued = queued ?? 0
        job.phases = [.build: wall / 2, .run: wall / 2]
        jobs.append(job)
    }

    var observations: [Job] { jobs.map { Job($0) } }

    func database() throws -> ResultsDatabase {
        var run = base
        run.jobs = jobs
        return try run.database()
    }

    /// What it says of `capacity`, by way of a database.
    func evidence(_ terms: CapacityTerms) async throws -> CapacityEvidence {
        let database = try database()
        let summary = try present(try database.run(id))
        return try present(try await CapacityAnalysis.analyse(database, run: summary, terms: terms))
    }
}
