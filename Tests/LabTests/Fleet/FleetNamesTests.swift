import Engine
import Testing

@testable import Lab
@testable import Model

@Suite struct FleetNamesTests {
    private let names = RegistryImageName(address: "127.0.0.1:5000")

    @Test func eachChangeHasANameOfItsOwn() {
        #expect(names.cache(fixture: "Scap", builder: "legacy", change: 3) == "127.0.0.1:5000/plimsoll/scap:legacy-3")
    }

    @Test func eachReleaseHasANameInTheRepositoryOfItsFixtureAndBuilder() {
        #expect(
            names.release(fixture: "Scap", builder: "legacy", build: 7) == "127.0.0.1:5000/releases/scap-legacy:7")
    }

    @Test(arguments: [
        ("plimsoll/base:bookworm", "127.0.0.1:5000/base/plimsoll/base:bookworm"),
        ("debian:12", "127.0.0.1:5000/base/debian:12"), ("debian", "127.0.0.1:5000/base/debian:latest"),
        ("registry.example.org/a/b:1", "127.0.0.1:5000/base/a/b:1"),
        ("localhost:5001/x:1", "127.0.0.1:5000/base/x:1"),
        ("debian@sha256:00", "127.0.0.1:5000/base/debian:base"),
    ])
    func baseImagesKeepTheirNamesBehindTheAddress(_ reference: String, _ published: String) {
        #expect(names.base(reference) == published)
    }

    @Test func theRegistryHoldsTheChangeBefore() {
        let change = Change(index: 4, revision: "r4", changeClass: .source)
        #expect(CacheSeeder.change(before: change).index == 3)
        #expect(CacheSeeder.change(before: Change(index: 0, revision: "r0", changeClass: .none)).index == 0)
    }

    @Test func onlyStreamsThatUseTheRegistryNeedASeed() {
        let keys = CacheSource.allCases.map {
            StreamKey(fixture: "scap", configuration: Configuration(builder: .legacy, cache: $0))
        }
        #expect(
            Fleet.seedKeys(of: keys) == [
                StreamKey(fixture: "scap", configuration: Configuration(builder: .legacy))
            ])
        #expect(
            Fleet.seedKeys(of: [StreamKey(fixture: "scap", configuration: Configuration(builder: .legacy))])
                .isEmpty)
    }

    @Test func allDeliveriesOfABuilderShareTheFirstWorkersStream() {
        let keys = Builder.allCases.prefix(2).flatMap { builder in
            Delivery.allCases.map {
                StreamKey(fixture: "scap", configuration: Configuration(builder: builder, delivery: $0))
            }
        }
        #expect(Fleet.seedKeys(of: keys).map(\.configuration.name) == ["builder=legacy", "builder=buildkit"])
    }

    @Test func jobsRunOnTheEngineOfTheirRole() {
        func role(_ cache: CacheSource?, _ delivery: Delivery?) -> FleetRole? {
            FleetRole(Configuration(builder: .legacy, cache: cache, delivery: delivery))
        }
        #expect(role(nil, nil) == nil && role(.local, nil) == nil)
        #expect(role(.nothing, nil) == .cache && role(.registry, nil) == .cache)
        #expect(Set(Delivery.allCases.map { role(nil, $0) }).count == Delivery.allCases.count)
    }
}

@Suite struct FleetRefusalTests {
    private func plan(_ configuration: Configuration) -> Plan {
        let job = PlannedJob(
            position: 0, round: 0, fixture: "f", change: Change(index: 0, revision: "r", changeClass: .none),
            configuration: configuration)
        return Plan(
            scenario: "s", scenarioHash: "h", questions: [], profile: "quick", seed: 1, fixtures: [],
            workload: Workload(), jobs: [job])
    }

    @Test func podmanIsRefusedByNameAsItUsesNoRegistryWithoutACertificate() throws {
        var traits = try EngineTraits.ofDocker("26.1.5")
        let promoted = plan(Configuration(builder: .legacy, delivery: .promote))
        #expect(throws: Never.self) { try promoted.requireRegistry(on: traits) }
        traits.product = .podman
        let error = #expect(throws: FleetError.self) { try promoted.requireRegistry(on: traits) }
        #expect(error?.code == .registryRefused)
        #expect(error?.message.hasPrefix("scenario s varies the delivery, and needs a registry") == true)
        let cached = #expect(throws: FleetError.self) {
            try plan(Configuration(builder: .legacy, cache: .registry)).requireRegistry(on: traits)
        }
        #expect(cached?.message.contains("varies the cache") == true)
    }

    @Test func aPlanNeedsAWorkerForEachDeliveryThatItVaries() {
        #expect(plan(Configuration(builder: .legacy)).fleetRoles.isEmpty)
        #expect(plan(Configuration(builder: .legacy, cache: .local)).fleetRoles == [.cache])
        #expect(
            plan(Configuration(builder: .legacy, delivery: .rebuildDated)).fleetRoles == [.delivery(.rebuildDated)])
    }
}
