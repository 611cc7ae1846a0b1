import Engine
import Foundation
import Testing

@testable import Housekeeping

/// What each policy chooses.
@Suite struct DecisionTests {
    @Test func theLeastRecentlyUsedGoFirstImagesAndCacheTogether() throws {
        let inventory = CollectionInventory(
            images: [image("new", usedHoursAgo: 2, pieces: [0]), image("old", usedHoursAgo: 9, pieces: [1])],
            records: [record("middle", usedHoursAgo: 5, size: 40), record("oldest", usedHoursAgo: 20, size: 10)],
            pieces: [100, 50])
        #expect(inventory.accountedBytes == 200)
        let decision = try inventory.decide(.leastRecentlyUsed(high: .bytes(150), low: .bytes(140)))
        #expect(decision.going == ["oldest", "old"])
        #expect(decision.removals.map(\.bytes) == [10, 50])
        #expect(decision.usedBefore == 200 && decision.usedAfter == 140)
        #expect(decision.reason("middle") == .enough)
        #expect(
            try inventory.after(decision).decide(.leastRecentlyUsed(high: .bytes(150), low: .bytes(140))).removals
                .isEmpty)
    }

    @Test func belowTheHighMarkNothingGoes() throws {
        let inventory = CollectionInventory(records: [record("a", size: 100)])
        let decision = try inventory.decide(.leastRecentlyUsed(high: .bytes(100), low: .bytes(10)))
        #expect(decision.removals.isEmpty && decision.ground == .belowHighMark && decision.reason("a") == .enough)
    }

    @Test func percentAreOfTheFilesystem() throws {
        let inventory = CollectionInventory(
            records: (1...9).map { record("r\($0)", usedHoursAgo: Double($0) + 1, size: 10) })
        let policy = CollectionPolicy.leastRecentlyUsed(high: .share(0.85), low: .share(0.70))
        let decision = try inventory.decide(policy, disk: DiskSpace(used: 90, free: 10))
        #expect(decision.high == 85 && decision.low == 70)
        #expect(decision.going == ["r9", "r8"] && decision.usedAfter == 70)
        #expect(try inventory.decide(policy, disk: DiskSpace(used: 85, free: 15)).removals.isEmpty)
        #expect(throws: CollectionError.self) { try inventory.decide(policy) }
    }

    @Test func aSharedLayerGoesWithItsLastImage() throws {
        let inventory = CollectionInventory(
            images: [
                image("a", usedHoursAgo: 9, pieces: [0, 1]), image("b", usedHoursAgo: 8, pieces: [0, 2]),
                image("c", usedHoursAgo: 7, pieces: [3]),
            ], pieces: [100, 1, 2, 50])
        let decision = try inventory.decide(.leastRecentlyUsed(high: .bytes(150), low: .bytes(60)))
        #expect(decision.going == ["a", "b"])
        #expect(decision.removals.map(\.bytes) == [1, 102])
    }

    @Test func aBaseIsUsedByWhoUsesWhatStandsOnIt() throws {
        let inventory = CollectionInventory(
            images: [
                image("base", usedHoursAgo: 500, pieces: [0]),
                image("job", usedHoursAgo: 2, pieces: [0, 1], bases: ["base"]),
                image("other", usedHoursAgo: 9, pieces: [2]),
            ], pieces: [100, 10, 20])
        let all = try inventory.decide(everythingOldestFirst)
        #expect(all.going == ["other", "job", "base"], "nothing goes before what stands on it")
        let decision = try inventory.decide(everythingOldestFirst, keep: ["ci/job"])
        #expect(decision.going == ["other"])
        #expect(decision.reason("base") == .needed)
    }

    @Test func parentsOfCacheRecordsStayWithTheirChildren() throws {
        let inventory = CollectionInventory(
            records: [
                record("parent", usedHoursAgo: 50, size: 5),
                record("child", usedHoursAgo: 3, size: 5, parents: ["parent"]),
                record("busy", usedHoursAgo: 60, size: 5, parents: ["root"], inUse: true),
                record("root", usedHoursAgo: 70, size: 5),
            ])
        let decision = try inventory.decide(everythingOldestFirst)
        #expect(decision.going == ["child", "parent"])
        #expect(decision.reason("busy") == .inUse && decision.reason("root") == .needed)
    }

    @Test func whatMustStayStays() throws {
        let inventory = CollectionInventory(
            images: [
                image("used", users: ["web"]), image("foreign", labels: ["mine": "1"]),
                image("named", tags: ["base/os:1"]),
                image("young", usedHoursAgo: 0.5), image("goes"), image("refused"),
            ])
        let decision = try inventory.decide(.pruneAll, keep: ["base/*"], refused: ["refused": "the engine refused"])
        #expect(decision.going == ["goes"])
        #expect(
            ["used", "foreign", "named", "young", "refused"].map { decision.reason($0) }
                == [.inUse, .outOfScope, .named, .young, .refused])
        #expect(try inventory.decide(.pruneAll, scope: .any, minimumAge: 0).going.contains("foreign"))
        let mine = CollectionScope.labelled([LabelMatch(key: "mine")])
        #expect(try inventory.decide(.pruneAll, scope: mine).going == ["foreign"])
    }

    @Test func whatWasBuiltUponAnImageOfPlimsollsIsNotPlimsolls() throws {
        let base = PlimsollLabel.labels(name: "plimsoll/base:bookworm", depth: 1)
        let owner = "0d9e3c1e-3f6b-4a43-9d0e-6a1f2f6f7c11"
        let job = PlimsollLabel.labels(owner: owner).merging([PlimsollLabel.nameKey: "plimsoll/base:bookworm"]) { $1 }
        var inventory = CollectionInventory(
            images: [
                image("base", tags: ["plimsoll/base:bookworm"], labels: base),
                image("job", tags: ["plimsoll/scap:0d9e3c1e-4"], labels: job),
                image("service", tags: ["mycompany/service:1"], labels: base),
                image("upon a job", tags: ["mycompany/test:1"], labels: job),
                image("also theirs", tags: ["plimsoll/scap:0d9e3c1e-5", "mycompany/test:2"], labels: job),
                image("bare", tags: [], labels: base),
            ])
        let decision = try inventory.decide(.pruneAll, scope: .plimsoll)
        #expect(Set(decision.going) == ["job"])
        #expect(decision.reason("service") == .outOfScope)
        // Of a run at work nothing goes, whatever the scope; nor what all runs share.
        inventory.runsAtWork.note(alive: owner)
        for scope in [CollectionScope.plimsoll, .any] {
            let going = try inventory.decide(.pruneAll, scope: scope).going
            #expect(!going.contains("base") && !going.contains("job") && !going.contains("also theirs"))
        }
    }

    @Test func danglingMeansWithoutAnyName() throws {
        var pulled = image("pulled", tags: [])
        pulled.digests = ["debian@sha256:12"]
        let inventory = CollectionInventory(
            images: [image("tagged"), image("bare", tags: []), pulled], records: [record("cache", size: 5)])
        #expect(try inventory.decide(.dangling).going == ["bare"])
        #expect(try inventory.decide(.none).removals.isEmpty)
    }

    @Test func pruneSparesWhatImagesShare() throws {
        let inventory = CollectionInventory(
            images: [image("tagged"), image("bare", tags: [])],
            records: [
                record("private", size: 5), record("shared", size: 5, shared: true),
                record("frontend", size: 5, type: "frontend"),
            ])
        #expect(Set(try inventory.decide(.prune).going) == ["bare", "private"])
        #expect(Set(try inventory.decide(.pruneAll).going) == ["tagged", "bare", "private", "shared", "frontend"])
    }

    @Test func thresholdKeepsTheNewestOfEachRepository() throws {
        let inventory = CollectionInventory(
            images: [
                image("a1", usedHoursAgo: 9, tags: ["a:1"], pieces: [0]), image("a2", usedHoursAgo: 8, tags: ["a:2"]),
                image("b1", usedHoursAgo: 99, tags: ["b:1", "a:0"]), image("bare", usedHoursAgo: 5, tags: []),
            ], records: [record("cache", size: 50)], pieces: [100])
        let decision = try inventory.decide(.threshold(high: .bytes(120)))
        #expect(Set(decision.going) == ["a1", "bare"])
        #expect(decision.reason("a2") == .newest && decision.reason("b1") == .newest)
        #expect(decision.reason("cache") == .policy)
        #expect(try inventory.decide(.threshold(high: .bytes(150))).removals.isEmpty)
    }

    @Test func aJobRemovesItsOwnNameHoweverYoung() throws {
        let inventory = CollectionInventory(
            images: [
                image("mine", usedHoursAgo: 0, tags: ["ci/job:7"]),
                image("both", usedHoursAgo: 0, tags: ["x:1", "y:1"]),
                image("latest", usedHoursAgo: 0, tags: ["z:latest"], users: ["c"]),
            ])
        #expect(try inventory.decide(.tag("ci/job:7")).going == ["mine"])
        let one = try inventory.decide(.tag("y:1"))
        #expect(one.removals.map(\.kind) == [.name] && one.removals.first?.names == ["y:1"])
        #expect(try inventory.decide(.tag("z")).reason("latest") == .inUse)
        #expect(try inventory.decide(.tag("nothing:1")).removals.isEmpty)
        #expect(try inventory.decide(.tag("ci/job:7"), keep: ["ci/*"]).removals.isEmpty)
    }

    @Test func keepStorageCountsWhatIsNotShared() throws {
        let inventory = CollectionInventory(
            images: [image("a")],
            records: [
                record("old", usedHoursAgo: 9, size: 30), record("new", usedHoursAgo: 2, size: 30),
                record("shared", usedHoursAgo: 20, size: 500, shared: true),
            ])
        let decision = try inventory.decide(.keepStorage(bytes: 40))
        #expect(decision.going == ["old"] && decision.keepStorage == 40)
        #expect(try inventory.decide(.keepStorage(bytes: 60)).removals.isEmpty)
    }

    @Test(arguments: [
        CollectionPolicy.leastRecentlyUsed(high: .share(0.7), low: .share(0.85)),
        .leastRecentlyUsed(high: .bytes(5), low: .bytes(6)), .leastRecentlyUsed(high: .share(0.8), low: .bytes(6)),
        .threshold(high: .share(1.2)), .threshold(high: .bytes(0)),
        .leastRecentlyUsed(high: .share(0.5), low: .share(0)),
    ])
    func marksThatMakeNoSense(policy: CollectionPolicy) {
        let error = #expect(throws: CollectionError.self) { try CollectionInventory().decide(policy) }
        #expect(error?.code == .marks)
    }

    @Test func policiesAreValues() throws {
        let policies: [CollectionPolicy] = [
            .none, .tag("a:1"), .dangling, .prune, .pruneAll, .threshold(high: .share(0.85)),
            .leastRecentlyUsed(high: .bytes(20), low: .bytes(10)), .keepStorage(bytes: 5),
        ]
        let data = try JSONEncoder().encode(policies)
        #expect(try JSONDecoder().decode([CollectionPolicy].self, from: data) == policies)
        #expect(Set(policies).count == policies.count)
    }
}
