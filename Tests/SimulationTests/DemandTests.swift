import Foundation
import Model
import Testing

@testable import Simulation

/// What comes, and when.
@Suite struct DemandTests {
    @Test(arguments: [DayProfile.flat, .office]) func arrivalsFollowTheHours(profile: DayProfile) {
        let days = 40.0
        var arrivals = PoissonArrivals(Demand(buildsADay: 2000, profile: profile), seed: 5)
        var counts = [Int](repeating: 0, count: 24)
        var (last, next) = (0.0, arrivals.next())
        var isInOrder = true
        while next < days * 86_400 {
            isInOrder = isInOrder && next >= last
            counts[Int(next.truncatingRemainder(dividingBy: 86_400) / 3600)] += 1
            (last, next) = (next, arrivals.next())
        }
        #expect(isInOrder)
        for (count, weight) in zip(counts, profile.weights) {
            // A Poisson count: its standard deviation is the root of its mean.
            let expected = days * 2000 / 24 * weight
            #expect(abs(Double(count) - expected) < 4.5 * expected.squareRoot())
        }
    }

    @Test func timesBetweenArrivalsAreExponential() {
        var arrivals = PoissonArrivals(Demand(buildsADay: 86_400), seed: 2)
        var last = 0.0
        let gaps = (0..<20_000).map { _ in
            let next = arrivals.next()
            defer { last = next }
            return next - last
        }
        let mean = gaps.reduce(0, +) / 20_000
        let late = Double(gaps.count { $0 > 1 }) / 20_000
        #expect(abs(mean - 1) < 4 / 20_000.0.squareRoot())
        let share = exp(-1.0)
        let error = (share * (1 - share) / 20_000).squareRoot()
        #expect(abs(late - share) < 4 * error)
    }

    @Test func fewBuildsADayCome() {
        var arrivals = PoissonArrivals(Demand(buildsADay: 0.5, profile: .office), seed: 2)
        let times = (0..<200).map { _ in arrivals.next() / 86_400 }
        // 200 at one in two days: 400 days, of which one standard deviation is 28.
        #expect(abs((times.last ?? 0) - 400) < 4 * 28)
    }

    @Test func kindsComeByTheirWeights() throws {
        let model = try ServiceModel(fixtures: [
            .init(
                name: "a",
                kinds: [
                    .init(weight: 6, samples: [1]), .init(weight: 1, samples: [2, 3]), .init(weight: 0, samples: []),
                ]),
            .init(name: "b", kinds: [.init(weight: 3, samples: [4])]),
        ])
        #expect(abs(model.meanWork - (0.6 + 0.25 + 1.2)) < 1e-12)
        var source = ModelSource(
            model, Demand(buildsADay: 20_000, repositoriesAFixture: 2), window: 0...86_400, seed: 1)
        var works: [Double: Int] = [:]
        var repositories: [Int32: Int] = [:]
        var (count, strangers) = (0.0, 0)
        while let build = source.next() {
            works[build.work, default: 0] += 1
            repositories[build.repository, default: 0] += 1
            if (build.fixture == 1) != (build.work == 4) || build.repository / 2 != build.fixture { strangers += 1 }
            count += 1
        }
        for (work, share) in [(1.0, 0.6), (2, 0.05), (3, 0.05), (4, 0.3)] {
            let deviation = (share * (1 - share) / count).squareRoot()
            #expect(abs(Double(works[work] ?? 0) / count - share) < 4.5 * deviation)
        }
        #expect(repositories.count == 4 && strangers == 0)
    }

    @Test func profilesAreCheckedAndScaled() throws {
        let profile = try DayProfile(name: "x", weights: (0..<24).map { $0 == 3 ? 12 : 0 })
        #expect(profile.peak == 24 && DayProfile.flat.peak == 1)
        #expect(abs(DayProfile.office.weights.reduce(0, +) - 24) < 1e-9)
        for weights in [[], [1], [Double](repeating: 0, count: 24), [Double](repeating: -1, count: 24)] {
            #expect(throws: SimulationError.self) { try DayProfile(name: "x", weights: weights) }
        }
    }

    @Test func modelsAreChecked() {
        func refused(_ fixtures: [ServiceModel.Fixture], _ slowdown: [Double] = [1]) -> Bool {
            do {
                _ = try ServiceModel(fixtures: fixtures, slowdown: slowdown)
                return false
            } catch {
                return error.code == .badService
            }
        }
        let fine = ServiceModel.Fixture(name: "a", kinds: [.init(weight: 1, samples: [1])])
        #expect(!refused([fine]) && !refused([fine], [1, 1.5]))
        #expect(refused([]) && refused([.init(name: "a", kinds: [.init(weight: 1, samples: [])])]))
        #expect(refused([.init(name: "a", kinds: [.init(weight: 1, samples: [0])])]))
        #expect(refused([.init(name: "a", kinds: fine.kinds, cold: [.nan])]))
        #expect(refused([fine], []) && refused([fine], [2]) && refused([fine], [1, 0]))
    }
}
