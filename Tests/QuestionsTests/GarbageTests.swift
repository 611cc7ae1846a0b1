import Foundation
import Model
import Store
import Testing

@testable import Questions
@testable import SyntheticRuns

/// Planted policies, through a database, to evidence and verdicts.
struct GarbageTests {
    private func policy(_ name: String, _ evidence: GarbageEvidence) throws -> PolicyEvidence {
        try #require(evidence.policies.first { $0.policy == name })
    }

    @Test func aDayOfThePoliciesClockIsReadFromTheScenario() throws {
        var run = SyntheticPolicyRun()
        run.plant(.nothing())
        #expect(try run.evidence().buildsADay == nil)
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        run.text = try String(contentsOf: root.appending(path: "scenarios/garbage.yaml"), encoding: .utf8)
        #expect(try run.evidence().buildsADay == 8)
    }

    @Test func plantedDiskRebuildAndWorkAreFound() throws {
        var run = SyntheticPolicyRun()
        run.plant(.nothing())
        run.plant(.least(rebuilds: 10))
        let evidence = try run.evidence()
        #expect(evidence.policies.map(\.policy) == ["none", "lru"])
        let none = try policy("none", evidence)
        #expect(none.peak == 2000 && none.fullAfter == 10 && none.crossings == 12 && !none.holds)
        #expect(none.rebuild == nil && abs((none.hits.byColdTime ?? 0) - 2.0 / 3) < 1e-9)
        let lru = try policy("lru", evidence)
        #expect(lru.peak == 900 && lru.crossings == 0 && lru.fullAfter == nil && lru.holds)
        // One job of 20, the eleventh, rebuilt for 4 s.
        #expect(lru.rebuild?.count == 20 && abs((lru.rebuild?.value ?? 0) - 0.2) < 1e-9)
        #expect(lru.reasons == [.contentChanged: 20, .evicted: 1])
        // Of scap, whose step is known to take 4 s, 40 s of 40 and 20 were saved where nothing goes, and 36 here; malu's step was
        // never seen to miss, and its copies add nothing that a cache can save but did not.
        let cost = 100 * (40.0 / 60 - 36.0 / 60)
        #expect(abs((lru.hitCost?.value ?? 0) - cost) < 1e-9)
        #expect(lru.turns == 4 && lru.work[.removedImages] == 4 && lru.work[.removedRecords] == 12)
        #expect(lru.work[.lostRaces] == 4 && lru.work[.freedBytes] == 1200)
        #expect(lru.work[.seconds] == 2 && lru.work[.heldSeconds] == 1)
        #expect(evidence.high == 850 && evidence.capacity == 1000)
    }

    @Test func leastRebuildTimeThatHoldsIsNamed() throws {
        var run = SyntheticPolicyRun()
        run.plant(.nothing())
        run.plant(.least(rebuilds: 2, policy: "threshold"))
        run.plant(.least(rebuilds: 10))
        // Cheapest of all, but over the mark in the end.
        run.plant(.init(policy: "dangling", disk: { 50 * ($0 + 1) }))
        let evidence = try run.evidence()
        #expect(try policy("dangling", evidence).crossings == 3)
        #expect(evidence.garbage.answer == .yes && evidence.garbage.decidedBy == "builder=buildkit,policy=lru")
        let records = [
            StorageQuestion().record(of: evidence.storage), GarbageQuestion().record(of: evidence.garbage),
        ]
        #expect(records.map(\.question) == ["storage", "garbage"])
        #expect(evidence.choices.first?.notTold == [])
    }

    @Test func aPolicyThatMeetsAFullDiskDoesNotHold() throws {
        var run = SyntheticPolicyRun()
        run.plant(.nothing())
        // Its disk is never over the mark when it is looked at, but a job found it full.
        run.plant(.init(policy: "dangling", disk: { _ in 800 }, isRefused: { $0 == 12 }))
        let evidence = try run.evidence()
        let dangling = try policy("dangling", evidence)
        #expect(dangling.refused == 1 && dangling.fullAfter == 13 && !dangling.holds && dangling.rebuild?.count == 19)
        #expect(evidence.garbage.answer == .no && evidence.storage.answer == .no)
        #expect(
            evidence.warnings.contains { if case .failed(_, .refused, 1, _, _, _) = $0 { true } else { false } })
    }

    @Test func costOverTheBoundIsNoAndUnderItYes() throws {
        func answer(_ rebuilds: Int, count: Int) throws -> Verdict {
            var run = SyntheticPolicyRun(count: count)
            run.plant(.nothing())
            run.plant(.least(rebuilds: rebuilds))
            return try run.evidence().storage
        }
        let dear = try answer(2, count: 20)
        #expect(dear.answer == .no && (dear.estimate?.interval?.lowerBound ?? 0) > 5)
        #expect(dear.unit == "points" && dear.decidedBy == "builder=buildkit,policy=lru")
        let cheap = try answer(60, count: 100)
        #expect(cheap.answer == .yes && (cheap.estimate?.interval?.upperBound ?? 9) <= 5)
    }

    /// Six pairs that do not differ are no proof that nothing is lost, and neither are 46: 47 exclude that 5 points are.
    @Test(arguments: [(11, 36), (20, 27), (46, 1), (47, nil)])
    func aCostOfNothingIsAsSureAsItsPairsAreMany(pairs: Int, needed: Int?) throws {
        var run = SyntheticPolicyRun(count: pairs)
        run.plant(.nothing())
        // One that removes makes known that a step takes 4 s when it misses; it is over the mark, and decides nothing.
        run.plant(.init(policy: "threshold", disk: { 100 * ($0 + 1) }, rebuild: { $0 % 3 == 0 ? 4 : 0 }))
        run.plant(.least(rebuilds: 1000))
        let evidence = try run.evidence()
        let cost = try #require(try policy("lru", evidence).hitCost)
        #expect(cost.value == 0 && cost.count == pairs && cost.interval?.lowerBound == 0)
        // Of 5 s that a job takes when all misses the cache saves 4.
        let most = 80 * (1 - pow(0.05, 1 / Double(pairs)))
        #expect(abs((cost.interval?.upperBound ?? 0) - most) < 1e-9)
        #expect(abs((cost.unvaried?.share ?? 0) - most / 80) < 1e-9)
        #expect(evidence.storage.answer == (needed == nil ? .yes : .undecided))
        #expect(evidence.storage.jobsNeeded == needed)
        // Its builds took no longer than the others either: each could have by the 4 s.
        let rebuild = try #require(try policy("lru", evidence).rebuild)
        #expect(rebuild.value == 0 && abs((rebuild.interval?.upperBound ?? 0) - 4 * most / 80) < 1e-9)
    }

    @Test func whereNoStepWasSeenToMissNothingIsKnownOfWhatItsLossWouldCost() throws {
        var run = SyntheticPolicyRun(count: 60)
        run.plant(.nothing())
        run.plant(.least(rebuilds: 1000))
        let storage = try run.evidence().storage
        #expect(storage.answer == .undecided && storage.estimate?.value == 0 && storage.estimate?.interval == nil)
    }

    @Test func aTraceThatFillsNothingTestsNothing() throws {
        var run = SyntheticPolicyRun(count: 7)
        run.plant(.nothing())
        run.plant(.least(rebuilds: 10))
        let evidence = try run.evidence()
        #expect(evidence.storage.answer == .undecided && evidence.garbage.answer == .undecided)
        #expect(evidence.warnings.contains(.neverFull(configuration: "builder=buildkit")))
    }

    @Test func eachBuilderIsComparedWithItself() throws {
        var run = SyntheticPolicyRun()
        run.plant(.nothing())
        run.plant(.least(rebuilds: 2))
        run.plant(.nothing("legacy"))
        run.plant(.least(rebuilds: 10, policy: "dangling", builder: "legacy"))
        let evidence = try run.evidence()
        #expect(evidence.choices.map { $0.policy?.policy } == ["lru", "dangling"])
        #expect(evidence.garbage.decidedBy == "builder=legacy,policy=dangling")
    }

    @Test func disksOfPoliciesAreNotTakenForOneDisk() throws {
        var run = SyntheticPolicyRun()
        run.plant(.nothing())
        run.plant(.least(rebuilds: 10))
        let database = try run.database()
        let summary = try #require(try database.latestRun())
        #expect(try DiskAnalysis.analyse(database, run: summary) == nil)
        let growth = try #require(try run.evidence().policies.first?.disk?.configurations.first?.growth)
        #expect(growth.mean == 100 && growth.count == 19)
    }

    /// Whether policies were looked at is told by the points of the whole run.
    @Test func jobsWithoutPointsCountWhereTheRunHasSome() throws {
        var run = SyntheticPolicyRun(count: 2)
        run.plant(.nothing())
        let database = try run.database(hasPoints: false)
        let summary = try #require(try database.latestRun())
        #expect(try GarbageAnalysis.analyse(database, run: summary) == nil)
        let point = CollectionPoint.capacityBytes
        try database.record(
            [PointRecord(name: point.rawValue, unit: point.unit, at: summary.record.startedAt, value: 1)],
            run: summary.id)
        let evidence = try #require(try GarbageAnalysis.analyse(database, run: summary))
        #expect(evidence.policies.map(\.jobs) == [2] && evidence.capacity == nil)
    }

    @Test func otherRunsSayNothingOfPolicies() throws {
        var run = SyntheticRun()
        run.plant([1])
        let database = try run.database()
        let summary = try #require(try database.latestRun())
        #expect(try GarbageAnalysis.analyse(database, run: summary) == nil)
    }
}
