import Testing

@testable import Provision

/// Ports, addresses and name servers of a planted host.
struct NetworkInspectionTests {
    private static let header = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n"

    private func finding(_ name: String, _ spoil: (inout PlantedHost) throws -> Void) async throws -> HostFinding {
        try await withTemporaryDirectory { root in
            var host = try PlantedHost(root)
            try spoil(&host)
            return try #require(await host.inspect().findings.first { $0.name == name })
        }
    }

    @Test func anEngineThatListensIsSaid() async throws {
        let open = try await finding("ports") {
            try $0.plant(Self.header + "   0: 00000000:0947 00000000:0000 0A 0\n", "/proc/net/tcp6")
        }
        #expect(open.state == .degraded && open.found == "something listens on 2375" && !open.isRequired)
        // A connection to such a port of another host is none that listens.
        let connected = try await finding("ports") {
            try $0.plant(Self.header + "   0: 0100007F:0947 0200007F:9C40 01 0\n", "/proc/net/tcp")
        }
        #expect(connected.state == .fine)
    }

    @Test func listeningPortsAreReadFromTheTable() {
        let table = Self.header + "   0: 0100007F:1F90 00000000:0000 0A 0\n   1: 0100007F:0016 0100007F:C350 01 0\n"
        #expect(ListeningPorts.parse(table) == [8080])
        #expect(ListeningPorts.parse("") == [])
    }

    @Test func aHostWithoutNameServersIsWorse() async throws {
        let stub = try await finding("name servers") { try $0.plant("nameserver 127.0.0.53\n", "/etc/resolv.conf") }
        #expect(stub.state == .degraded && stub.remedy != nil)
    }

    @Test func aFreeBlockIsNamed() async throws {
        let block = try await finding("addresses") { _ in }
        #expect(block.state == .fine && block.found.hasSuffix("/18 is free") && block.isRequired)
    }
}
