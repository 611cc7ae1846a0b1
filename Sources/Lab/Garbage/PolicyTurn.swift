import Engine
import Foundation
import Housekeeping
import Model

extension PolicyEngine {
    /// The policy's turn after the job whose image has this tag: the collections that are due; nil where none is. A
    /// failed collection is noted in it.
    func turn(after tag: String) async throws -> PolicyTurn? {
        var due: [Int] = []
        schedule.change { due = $0.advance() }
        guard !due.isEmpty else { return nil }
        let began = ContinuousClock.now
        let collections = policy.collections(on: terms, tag: tag)
        var turn = PolicyTurn(figures: [.due: Double(due.count)])
        for place in due {
            let collector = Collector(
                of: engine.client, policy: collections[place].policy, rules: rules, gauge: gauge,
                store: store, sightings: sightings)
            do {
                turn.add(try await collector.collect(under: mutex))
            } catch let error where Task.isCancelled || error is CancellationError {
                // Stopped by the user, whatever the error says: this is no failed collection.
                throw CancellationError()
            } catch {
                turn.failures.append("\(error)")
            }
        }
        turn.figures[.seconds] = (ContinuousClock.now - began).seconds
        return turn
    }
}

/// What a policy did after a job: the sum over all collections that were due.
struct PolicyTurn: Sendable {
    fileprivate(set) var figures: [CollectionPoint: Double] = [:]
    /// Why collections were not carried out, or not completely.
    fileprivate(set) var failures: [String] = []

    var hasRemoved: Bool { [.removedImages, .removedRecords].contains { figures[$0] ?? 0 > 0 } }

    fileprivate mutating func add(_ outcome: CollectionOutcome) {
        let removed = outcome.removed.filter { !$0.wasGone }
        let records = removed.count { $0.planned.kind == .cacheRecord }
        let lost = outcome.spared.count + outcome.removed.count - removed.count
        let sums: [(CollectionPoint, Double)] = [
            (.waitSeconds, outcome.waited), (.heldSeconds, outcome.held),
            (.freedBytes, Double(outcome.filesystemBytes ?? 0)), (.removedImages, Double(removed.count - records)),
            (.removedRecords, Double(records)), (.lostRaces, Double(lost)),
        ]
        for (figure, value) in sums { figures[figure, default: 0] += value }
        switch outcome.end {
        case .idle, .finished: break
        case .limitReached: failures.append("its time limit passed")
        case .broken: failures.append(outcome.failure ?? "it was interrupted")
        }
    }

    var points: [JobPoint] {
        let known = figures.merging([.failures: Double(failures.count)]) { $1 }
        let order: [CollectionPoint] = [
            .due, .seconds, .waitSeconds, .heldSeconds, .freedBytes, .removedImages, .removedRecords, .lostRaces,
            .failures,
        ]
        return order.map { $0.point(known[$0] ?? 0) }
    }
}

/// Which collections of a policy are due after which build. Its clock advances with every build and with nothing else.
/// Like cron it counts whole days and weeks since the clock began, so that a schedule does not drift.
struct CollectionSchedule: Sendable {
    private static let beginning = Date(timeIntervalSinceReferenceDate: 0)

    private let intervals: [Double]
    private let secondsABuild: Double
    private var builds = 0
    private var last: [Date]

    init(_ policies: [ScheduledPolicy], buildsADay: Double) {
        intervals = policies.map(\.interval)
        secondsABuild = 86_400 / buildsADay
        last = policies.map { _ in Self.beginning }
    }

    mutating func advance() -> [Int] {
        builds += 1
        // Rounded to milliseconds, so that 7 builds of a seventh of a day make exactly a day.
        let seconds = (Double(builds) * secondsABuild * 1000).rounded() / 1000
        let now = Self.beginning.addingTimeInterval(seconds)
        var due: [Int] = []
        for (place, interval) in intervals.enumerated()
        where ScheduledPolicy(.none, every: interval).isDue(at: now, last: last[place]) {
            due.append(place)
            let whole = interval > 0 ? (seconds / interval).rounded(.down) * interval : seconds
            last[place] = Self.beginning.addingTimeInterval(whole)
        }
        return due
    }
}

extension GarbagePolicy {
    /// The collections that make up the policy; `tag` names the image of the job that just ended.
    func collections(on terms: CollectionTerms, tag: String) -> [ScheduledPolicy] {
        switch self {
        case .nothing: []
        case .jobTag: [ScheduledPolicy(.tag(tag))]
        case .dangling: [ScheduledPolicy(.dangling)]
        case .dailyAndWeekly: ScheduledPolicy.dailyAndWeekly
        case .threshold: [ScheduledPolicy(.threshold(high: .share(terms.high)))]
        case .leastRecentlyUsed:
            [ScheduledPolicy(.leastRecentlyUsed(high: .share(terms.high), low: .share(terms.low)))]
        case .keepStorage: [ScheduledPolicy(.keepStorage(bytes: terms.keep))]
        }
    }
}
