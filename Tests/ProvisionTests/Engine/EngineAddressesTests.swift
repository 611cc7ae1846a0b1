import Foundation
import Testing

@testable import Provision

@Suite struct EngineAddressesTests {
    @Test(arguments: ["10.192.0.0/18", "0.0.0.0/0", "192.168.7.9/32", "172.16.0.0/12"])
    func networkIsReadAsItIsWritten(_ text: String) {
        #expect(IPv4Network(text)?.description == text)
    }

    @Test(arguments: [
        "10.0.0/8", "10.0.0.0/33", "10.0.0.256", "fe80::1/64", "default", "10.0.0.0/", "10.0.0.0/8/8", "",
    ])
    func otherTextIsNoNetwork(_ text: String) {
        #expect(IPv4Network(text) == nil)
    }

    @Test func hostBitsAreDropped() {
        #expect(IPv4Network("10.192.13.7/18")?.description == "10.192.0.0/18")
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.192.0.0/18", true), ("10.192.0.0/18", "10.0.0.0/8", true),
        ("10.192.0.0/18", "10.192.64.0/18", false), ("10.192.63.255", "10.192.0.0/18", true),
        ("0.0.0.0/0", "192.0.2.1", true),
    ])
    func overlapIsSeen(_ left: String, _ right: String, _ expected: Bool) throws {
        let (one, other) = (try #require(IPv4Network(left)), try #require(IPv4Network(right)))
        #expect(one.overlaps(other) == expected)
    }

    @Test func partsLieInTheBlockAndApart() throws {
        let addresses = EngineAddresses(block: try #require(IPv4Network("10.192.64.0/18")))
        let bridge = try #require(IPv4Network(addresses.bridge))
        #expect(addresses.host == "10.192.64.1")
        #expect(addresses.engine == "10.192.64.2")
        #expect(addresses.bridge == "10.192.68.1/22")
        #expect("\(addresses.pool)" == "10.192.96.0/19")
        let parts = [addresses.link, bridge, addresses.pool]
        #expect(parts.allSatisfy { addresses.block.overlaps($0) && $0.prefix > 18 })
        #expect(!parts[0].overlaps(parts[1]) && !parts[0].overlaps(parts[2]) && !parts[1].overlaps(parts[2]))
    }

    @Test func takenBlocksArePassedOver() throws {
        let taken = ["10.192.0.0/18", "10.192.64.9/32", "172.17.0.0/16"].compactMap { IPv4Network($0) }
        #expect(EngineAddresses.choose(avoiding: [])?.block.description == "10.192.0.0/18")
        #expect(EngineAddresses.choose(avoiding: taken)?.block.description == "10.192.128.0/18")
    }

    @Test func aHostThatRoutesAllOfTenGetsAnotherRange() throws {
        let taken = [try #require(IPv4Network("10.0.0.0/8"))]
        #expect(EngineAddresses.choose(avoiding: taken)?.block.description == "100.64.0.0/18")
    }

    @Test func noFreeBlockIsNil() {
        let all = ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"].compactMap { IPv4Network($0) }
        #expect(EngineAddresses.choose(avoiding: all) == nil)
    }

    @Test func routesAndAddressesAreRead() {
        let routes =
            #"[{"dst":"default","gateway":"192.0.2.1"},{"dst":"192.0.2.0/24"},{"type":"local","dst":"127.0.0.1"}]"#
        let links = #"[{"ifname":"lo","addr_info":[{"local":"10.200.0.7","prefixlen":16}]},{"ifname":"eth1"}]"#
        let networks = EngineNetwork.networks(routes: routes, links: links).map(\.description)
        #expect(networks == ["192.0.2.0/24", "127.0.0.1/32", "10.200.0.0/16"])
    }

    @Test(arguments: ["a", "worker-1", "abcdefghijkl"])
    func goodNamesFitTheKernelsLimits(_ name: String) throws {
        let names = try PartNames(name)
        #expect(names.interface.utf8.count <= 15)
        #expect(HostSide().socket(name).utf8.count < 108)
    }

    @Test(arguments: ["", "-a", "Worker", "a/b", "a b", "abcdefghijklm", "ä"])
    func badNamesAreRefused(_ name: String) {
        #expect { try PartNames(name) } throws: { ($0 as? EmbeddedEngineError)?.code == .badName }
    }
}
