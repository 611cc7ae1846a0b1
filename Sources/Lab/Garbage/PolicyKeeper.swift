import Engine
import Foundation
import Housekeeping
import Model

/// Carries out one policy on its engine: after each job, the collections that are due.
actor PolicyKeeper {
    private let client: EngineClient
    private let policy: GarbagePolicy
    private let terms: CollectionTerms
    private let rules: CollectionRules
    private let gauge: DiskGauge
    private let mutex: EngineMutex
    private let sightings: SightingsFile?
    private var schedule: CollectionSchedule

    init(
        of client: EngineClient, policy: GarbagePolicy, terms: CollectionTerms, rules: CollectionRules,
        gauge: DiskGauge, mutex: EngineMutex, sightings: SightingsFile? = nil
    ) {
        self.client = client
        self.policy = policy
        self.terms = terms
        self.rules = rules
        self.gauge = gauge
        self.mutex = mutex
        self.sightings = sightings
        schedule = CollectionSchedule(policy.collections(on: terms, tag: ""), buildsADay: terms.buildsADay)
    }

    /// The policy's turn after a job; nil where nothing is due. A collection that fails is noted in it and skipped.
    ///
    /// - Parameter tag: the name of the job's image.
    func turn(after tag: String) async throws -> PolicyTurn? {
        let due = schedule.advance()
        guard !due.isEmpty else { return nil }
        let began = ContinuousClock.now
        let collections = policy.collections(on: terms, tag: tag)
        var turn = PolicyTurn(due: due.count)
        for place in due {
            let collector = Collector(
                of: client, policy: collections[place].policy, rules: rules, gauge: gauge, sightings: sightings)
            do {
                turn.add(try await collector.collect(under: mutex))
            } catch let error where Task.isCancelled || error is CancellationError {
                // Stopped by the user, whatever the error says: this is no failed collection.
                throw CancellationError()
            } catch {
                turn.failures.append("\(error)")
            }
        }
        turn.seconds = (ContinuousClock.now - began).seconds
        return turn
    }
}

/// What a policy did after a job: the sum over all collections that were due.
struct PolicyTurn: Sendable, Equatable {
    var due = 0
    /// Total time, in seconds.
    var seconds = 0.0
    /// Time spent waiting for builds, in seconds.
    var waited = 0.0
    /// Time during which builds were kept out, in seconds.
    var held = 0.0
    /// Disk space freed, in bytes.
    var freed = 0
    /// Number of images, or names of images, removed.
    var images = 0
    /// Number of build cache records removed.
    var records = 0
    /// Number of planned removals that stayed, or were removed by another process first.
    var lostRaces = 0
    /// Why collections were not carried out, or not completely.
    var failures: [String] = []

    mutating func add(_ outcome: CollectionOutcome) {
        waited += outcome.waited
        held += outcome.held
        freed += outcome.filesystemBytes ?? 0
        let removed = outcome.removed.filter { !$0.wasGone }
        images += removed.count { $0.planned.kind != .cacheRecord }
        records += removed.count { $0.planned.kind == .cacheRecord }
        lostRaces += outcome.spared.count + outcome.removed.count { $0.wasGone }
        switch outcome.end {
        case .idle, .finished: break
        case .limitReached: failures.append("its time was up")
        case .broken: failures.append(outcome.failure ?? "it broke off")
        }
    }

    /// The turn as figures of the job that it followed.
    var points: [JobPoint] {
        [
            CollectionPoint.due.point(Double(due)), CollectionPoint.seconds.point(seconds),
            CollectionPoint.waitSeconds.point(waited), CollectionPoint.heldSeconds.point(held),
            CollectionPoint.freedBytes.point(Double(freed)), CollectionPoint.removedImages.point(Double(images)),
            CollectionPoint.removedRecords.point(Double(records)),
            CollectionPoint.lostRaces.point(Double(lostRaces)),
            CollectionPoint.failures.point(Double(failures.count)),
        ]
    }
}

/// Which collections of a policy are due after which build. Its clock advances with every build and with nothing else.
///
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

    /// Counts a build, and returns the indices of the policies that are due after it.
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
    /// The collections that make up the policy.
    ///
    /// - Parameter tag: the name of the image of the job that just ended.
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
