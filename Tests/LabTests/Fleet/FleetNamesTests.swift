import Model
import Testing

@testable import Lab

@Suite struct FleetNamesTests {
    private let names = RegistryImageName(address: "127.0.0.1:5000")

    @Test func eachChangeHasANameOfItsOwn() {
        #expect(names.cache(fixture: "Scap", builder: "legacy", change: 3) == "127.0.0.1:5000/plimsoll/scap:legacy-3")
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
}
