import Foundation
import Testing

@testable import Housekeeping

/// Ages, and clocks that jump.
@Suite struct LastUseTests {
    @Test func aUseAheadOfTheClockIsNow() {
        #expect(LastUse(at: hoursAgo(-50), sign: .tagged).age(at: noon) == 0)
        #expect(LastUse(at: hoursAgo(2), sign: .tagged).age(at: noon) == 7200)
    }

    @Test func aClockThatWasSetBackMakesNothingOld() throws {
        let inventory = CollectionInventory(
            images: [image("a", usedHoursAgo: 3), image("b", usedHoursAgo: 2), image("c", usedHoursAgo: 40)])
        #expect(try inventory.decide(.pruneAll).going.count == 3)
        let back = try inventory.decide(.pruneAll, now: hoursAgo(10))
        #expect(back.going == ["c"])
        #expect(back.reason("a") == .young && back.reason("b") == .young)
    }

    @Test func theOrderStaysWhenTheClockJumps() throws {
        let inventory = CollectionInventory(
            images: [image("a", usedHoursAgo: 3, pieces: [0]), image("b", usedHoursAgo: 2, pieces: [1])],
            pieces: [5, 5])
        for now in [noon, hoursAgo(10), hoursAgo(-100_000), hoursAgo(2.5)] {
            #expect(try inventory.decide(everythingOldestFirst, minimumAge: 0, now: now).going == ["a", "b"])
        }
    }

    @Test func aScheduleIsDueAlsoWhenTheClockWasSetBack() {
        let daily = ScheduledPolicy.dailyAndWeekly[0]
        #expect(!daily.isDue(at: noon, last: hoursAgo(23)))
        #expect(daily.isDue(at: noon, last: hoursAgo(24)))
        #expect(daily.isDue(at: noon, last: hoursAgo(-1)))
        #expect(ScheduledPolicy(.dangling).isDue(at: noon, last: noon))
        // A simulated clock: 12 builds a day.
        let day: Double = 86_400
        var last = noon
        var builds: [Int] = []
        for build in 1..<60 {
            let time = noon.addingTimeInterval(day / 12 * Double(build))
            if daily.isDue(at: time, last: last) {
                builds.append(build)
                last = time
            }
        }
        #expect(builds == [12, 24, 36, 48])
    }

    @Test(arguments: [
        (0.4, "0 s"), (119, "119 s"), (120, "2 min"), (7200, "2 h"), (200_000, "2 d"), (1e30, "1000000 d"),
    ])
    func ages(seconds: Double, text: String) {
        #expect(AgeText.text(seconds) == text)
    }
}
