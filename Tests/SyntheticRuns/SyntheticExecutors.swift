import Foundation
import Model
import Store

@testable import Questions

/// A machine with a known service curve: up to `capacity` jobs at a time each take `service` seconds; more share its speed.
struct SyntheticExecutors {
    var capacity: Int
    var service: Double
    /// By how much a job may be longer or shorter, as a share.
    var spread: Double
    var seed: UInt64
    var configuration = "builder=buildkit"

    /// The jobs of a closed level, played out: every job's speed changes whenever another begins or ends.
    func level(executors: Int, repeats: Int, jobs: Int) -> [Job] {
        (1...repeats).flatMap { round in
            var generator = SeededGenerator(seed: seed, purpose: "\(executors) executors, round \(round)")
            let name = "\(configuration),executors=\(executors)"
            let count = max(jobs, 3 * executors)
            var begun = 0
            var now = Double(round) * 1e6 + Double(executors) * 1e4
            // What each executor's job has left, in seconds at full speed, and when it began.
            var left: [Int: (work: Double, began: Double)] = [:]
            var ended: [Job] = []
            func draw() -> Double {
                service * (1 + spread * (2 * Double(generator.next() >> 11) / 9_007_199_254_740_992 - 1))
            }
            for executor in 0..<executors {
                left[executor] = (draw(), now)
                begun += 1
            }
            while !left.isEmpty {
                let speed = min(1, Double(capacity) / Double(left.count))
                guard let next = left.min(by: { ($0.value.work, $0.key) < ($1.value.work, $1.key) }) else { break }
                now += next.value.work / speed
                for executor in left.keys { left[executor]?.work -= next.value.work }
                ended.append(
                    Job(
                        level: name, round: round, executor: next.key, began: next.value.began,
                        wall: now - next.value.began))
                left[next.key] = begun < count ? (draw(), now) : nil
                if left[next.key] != nil { begun += 1 }
            }
            return ended
        }
    }
}

extension Job {
    /// A job of a level of executors that began so many seconds after 1970.
    init(level: String, round: Int, executor: Int, began: Double, queued: Double = 0, wall: Double) {
        self.init(
            cell: Cell(
                scenario: "executors", configuration: level, factors: Configuration(stringLiteral: level),
                fixture: "scap", changeClass: .source),
            executor: executor, round: round, startedAt: Date(timeIntervalSince1970: began))
        self.queued = queued
        self.wall = wall
    }
}

extension SyntheticRun {
    /// The run as the database knows it.
    func summary() throws -> RunSummary { try present(try database().runs().first) }
}
