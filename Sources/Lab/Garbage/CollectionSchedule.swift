import Foundation
import Housekeeping
import Model

/// Which collections of a policy are due after which build, by a clock that goes on with every build and with nothing else.
///
/// Like cron it looks at whole days and weeks since the clock began, so that a schedule does not drift.
struct CollectionSchedule: Sendable {
    /// The clock's beginning.
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

    /// Counts a build, and says which of the policies, by their places, are due after it.
    mutating func advance() -> [Int] {
        builds += 1
        // To the millisecond: 7 builds of a seventh of a day are a day.
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
    /// The collections that the policy consists of.
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
