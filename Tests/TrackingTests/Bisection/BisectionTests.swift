import Model
import Testing

@testable import Tracking

/// The search for the commit since which a figure is worse, on histories whose truth is planted.
@Suite struct BisectionTests {
    private static let searches: UInt64 = 500
    private static let commits = 16

    /// How many searches end as expected. Each has another seed, and the planted commit at another position.
    private func count(
        _ metric: String = "build_s", _ make: (Int, UInt64) -> PlantedHistory,
        _ isExpected: (Int, Bisection.Outcome?) -> Bool
    ) throws -> UInt64 {
        var count: UInt64 = 0
        for seed in 0..<Self.searches {
            let position = Int(seed) % Self.commits + 1
            var history = make(position, seed)
            if isExpected(position, try history.bisect(metric).outcome) { count += 1 }
        }
        return count
    }

    @Test(arguments: [0.2, 0.5])
    func aSlowerCommitIsFoundAtEveryPosition(shift: Double) throws {
        let right = try count {
            PlantedHistory(commits: Self.commits, worseFrom: $0, by: shift, seed: $1)
        } _: {
            $1 == .found($0)
        }
        #expect(right * 100 >= Self.searches * 99, "\(right)")
    }

    @Test func whereNothingDiffersNothingIsFound() throws {
        let right = try count { _, seed in
            PlantedHistory(shifts: [Double](repeating: 0, count: Self.commits), seed: seed)
        } _: {
            $1 == .nothing
        }
        #expect(right * 100 >= Self.searches * 98, "\(right)")
    }

    @Test func aChangeOfOneConfigurationIsFoundAndOnlyThatIsBuiltFurther() throws {
        var history = PlantedHistory(commits: Self.commits, worseFrom: 11, by: 0.4)
        history.changed = ["builder=legacy"]
        #expect(try history.bisect().outcome == .found(11))
        #expect(history.probes.dropFirst().allSatisfy { $0.configurations == ["builder=legacy"] })
    }

    @Test func commitsThatDoNotBuildAreLeftOutAndNeverNamed() throws {
        for seed in 0..<Self.searches {
            let position = Int(seed) % Self.commits + 1
            var history = PlantedHistory(commits: Self.commits, worseFrom: position, by: 0.4, seed: seed)
            var generator = SeededGenerator(seed: seed, purpose: "unbuildable")
            for _ in 0..<4 { history.unbuildable.insert(1 + generator.draw(below: Self.commits - 1)) }
            switch try history.bisect().outcome {
            case .found(let found): #expect(found == position && !history.unbuildable.contains(found))
            case .cannotTell(let range):
                // Only commits without a figure stand between the last good one and the first bad one.
                #expect(range.contains(position) && history.unbuildable.isSuperset(of: range.dropLast()))
            case let other: Issue.record("\(String(describing: other)) for \(position), \(history.unbuildable)")
            }
        }
    }

    @Test func ofAHistoryThatGoesUpAndDownSomeWorseCommitAfterAGoodOneIsFound() throws {
        for seed in 0..<Self.searches {
            var generator = SeededGenerator(seed: seed, purpose: "up and down")
            var shifts = (0..<Self.commits).map { _ in generator.draw(below: 2) == 0 ? 0 : 0.4 }
            shifts[Self.commits - 1] = 0.4
            var history = PlantedHistory(shifts: shifts, seed: seed)
            guard case .found(let found)? = try history.bisect().outcome else {
                Issue.record("nothing found in \(shifts)")
                continue
            }
            #expect(shifts[found - 1] > 0 && (found == 1 || shifts[found - 2] == 0))
        }
    }

    @Test func jobsThatFailAtTimesAreTracedToTheirCommit() throws {
        let right = try count("failed_jobs") {
            PlantedHistory(commits: Self.commits, worseFrom: $0, by: 0.5, seed: $1)
        } _: {
            $1 == .found($0)
        }
        #expect(right * 100 >= Self.searches * 99, "\(right)")
    }

    @Test func anExactCountNeedsNoRepeatedRun() throws {
        var history = PlantedHistory(commits: Self.commits, worseFrom: 5, by: 1)
        let bisection = try history.bisect("misses")
        #expect(bisection.outcome == .found(5))
        #expect(history.probes.count == bisection.steps && history.probes.allSatisfy { $0.rounds == 4 })
    }

    @Test func fewerHitsAreWorseAndFewerMissesAreNot() throws {
        var history = PlantedHistory(commits: 4, worseFrom: 2, by: 1)
        #expect(try history.bisect("hits").outcome == .nothing, "one more hit is better")
    }

    @Test func whatIsNotClearIsMeasuredAgainWithTwiceTheRoundsAtMostThreeTimes() throws {
        // The middle commit has half of the head's shift: however many pairs there are, it is on neither side.
        let half = 1.4.squareRoot() - 1
        var history = PlantedHistory(shifts: [0, half, 0.4])
        let bisection = try history.bisect()
        let rounds = history.probes.filter { $0.position == 2 }.map(\.rounds)
        #expect(rounds == [12, 24, 48, 96])
        #expect(bisection.outcome == .cannotTell(2...3))
        #expect(bisection.readings.filter { $0.position == 2 }.map(\.isRepeated) == [true, true, true, false])
    }

    @Test func aHeadThatDoesNotBuildEndsTheSearch() throws {
        var history = PlantedHistory(commits: 8, worseFrom: 3)
        history.unbuildable = [8]
        let bisection = try history.bisect()
        #expect(bisection.outcome == .unmeasured(.candidate) && bisection.readings.count == 1)
        #expect(bisection.readings.first?.failure == "no such file")
    }

    @Test func aSingleCommitNeedsNoSearch() throws {
        var history = PlantedHistory(commits: 1, worseFrom: 1)
        let bisection = try history.bisect()
        #expect(bisection.outcome == .found(1) && history.probes.count == 1)
    }

    @Test func fewRoundsAreRaisedUntilTheyCanShowSomething() throws {
        var history = PlantedHistory(commits: 1, worseFrom: 1, by: 0.5)
        #expect(try history.bisect(rounds: 1).outcome == .found(1))
        #expect(history.probes.count > 1)
    }

    @Test func asManyCommitsAreMeasuredAsWasToldBeforehand() throws {
        for (commits, steps) in [(1, 1), (2, 2), (3, 3), (4, 3), (8, 4), (16, 5), (17, 6), (1000, 11)] {
            var history = PlantedHistory(commits: commits, worseFrom: commits, by: 0.5)
            let bisection = try history.bisect()
            #expect(bisection.steps == steps && Set(history.probes.map(\.position)).count <= steps, "\(commits)")
        }
    }

    @Test func onlyPrimaryMetricsFailuresAndLeaksAreSearchedFor() {
        #expect(BisectedMetric("build_s")?.isTimed == true && BisectedMetric("failed_jobs")?.isExact == false)
        #expect(BisectedMetric("leaks.container")?.leakKind == "container")
        #expect(["statements", "requests", "leaks.", "leaks", ""].allSatisfy { BisectedMetric($0) == nil })
    }
}
