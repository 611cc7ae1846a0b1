import Housekeeping
import Testing

@testable import Lab
@testable import Model

/// The clock that goes on with each build.
struct CollectionScheduleTests {
    private func due(_ policy: GarbagePolicy, buildsADay: Double, builds: Int) -> [Int: [Int]] {
        var schedule = CollectionSchedule(
            policy.collections(on: CollectionTerms(), tag: "a"), buildsADay: buildsADay)
        var found: [Int: [Int]] = [:]
        for build in 1...builds {
            let places = schedule.advance()
            if !places.isEmpty { found[build] = places }
        }
        return found
    }

    @Test(arguments: [7.0, 8, 15])
    func daysAndWeeksComeByTheCountOfBuilds(buildsADay: Double) {
        let day = Int(buildsADay)
        let found = due(.dailyAndWeekly, buildsADay: buildsADay, builds: 15 * day)
        #expect(found.keys.sorted() == (1...15).map { $0 * day })
        #expect(found[7 * day] == [0, 1] && found[14 * day] == [0, 1] && found[8 * day] == [0])
    }

    @Test func aDayOfPartsOfBuildsDoesNotDrift() {
        // Days end after 2.5 builds: the third build is the first of the second day, and so on.
        #expect(due(.dailyAndWeekly, buildsADay: 2.5, builds: 10).keys.sorted() == [3, 5, 8, 10])
    }

    @Test func othersAreDueAfterEveryJobAndNoneNever() {
        for policy in GarbagePolicy.allCases where policy != .dailyAndWeekly {
            #expect(due(policy, buildsADay: 15, builds: 5).count == (policy == .nothing ? 0 : 5))
        }
    }

    @Test func policiesTakeTheirTerms() {
        let terms = CollectionTerms(disk: 1, high: 0.8, low: 0.6, keep: 7, buildsADay: 1)
        #expect(
            GarbagePolicy.leastRecentlyUsed.collections(on: terms, tag: "a").map(\.policy)
                == [.leastRecentlyUsed(high: .share(0.8), low: .share(0.6))])
        #expect(GarbagePolicy.keepStorage.collections(on: terms, tag: "a").map(\.policy) == [.keepStorage(bytes: 7)])
        #expect(GarbagePolicy.jobTag.collections(on: terms, tag: "a:b").map(\.policy) == [.tag("a:b")])
        #expect(
            GarbagePolicy.threshold.collections(on: terms, tag: "a").map(\.policy) == [.threshold(high: .share(0.8))])
    }

    @Test func aFullDiskIsToldByItsWords() {
        func told(_ message: String, _ tail: [String] = [], counting: Bool = true) -> Bool {
            DiskFull.isTold(
                by: Failure(phase: .build, message: message, outputTail: tail), countingOutput: counting)
        }
        #expect(told("mkdir /x: No space left on device") && told("write: no space left on device"))
        #expect(told("exit code: 100", ["E: You don't have enough free space in /var/cache/apt/archives/."]))
        #expect(!told("exit code: 100", ["No space left on device"], counting: false))
        #expect(!told("exit code: 1", ["no such file"]))
    }

    @Test func aJobThatOnlyBuildsSkipsCommandAndArtifacts() {
        var machine = JobMachine(onlyBuilds: true)
        #expect(machine.start() == .enter(.context))
        #expect(machine.handle(.ended) == .enter(.build))
        #expect(machine.handle(.ended) == .save)
        #expect(machine.handle(.ended) == .enter(.cleanup))
        #expect(machine.handle(.ended) == .finish && machine.outcome == .succeeded)
    }
}
