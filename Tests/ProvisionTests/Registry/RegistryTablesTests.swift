import Foundation
import Testing

@testable import Provision

/// What is read of the kernel's tables, and what is chosen and written by them.
@Suite struct RegistryTablesTests {
    @Test func onlyListeningPortsAreRead() {
        let text = """
              sl  local_address                         remote_address                        st tx_queue rx_queue
               0: 00000000000000000000000000000000:1388 00000000000000000000000000000000:0000 0A 00000000:00000000
               1: 0100007F:0050 0100007F:C350 01 00000000:00000000
               2: 0100007F:1F90 00000000:0000 0A 00000000:00000000
               3: broken
            """
        #expect(ListeningPorts.parse(text) == [5000, 8080])
        #expect(ListeningPorts.parse("") == [])
        #expect(ListeningPorts.of(process: -1) == [])
    }

    @Test func bytesOfInterfacesAreRead() {
        let text = """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                lo:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0
              to-a:    1034      12    0    0    0     0          0         0     1317      13    0    0    0     0       0          0
            to-full:12345678901       9    0    0    0     0          0         0 98765432109      9    0    0    0     0       0          0
            """
        let counts = RegistryTraffic.parse(text)
        #expect(counts["to-a"] == RegistryTraffic(received: 1034, sent: 1317))
        #expect(counts["to-full"]?.total == 12_345_678_901 + 98_765_432_109)
        #expect(counts.count == 3)
        #expect(RegistryTraffic.ofInterfaces(process: getpid())["lo"] != nil)
        #expect(RegistryTraffic.ofInterfaces(process: -1).isEmpty)
    }

    @Test func theLastErrorOfTheLogIsReadInItsOwnWords() {
        func error(_ fields: String, status: Int = 500) -> String {
            "time=\"2026-11-30\" level=error msg=\"response completed\" \(fields) http.response.status=\(status)\n"
        }
        let full = error(
            #"err.code=unknown err.detail="filesystem: mkdir /srv/a \"b\"/docker/x: no space left on device" err.message="x""#
        )
        let missing = error(#"err.message="blob unknown""#, status: 404)
        let log = full + missing + "time=\"2026-11-30\" level=warning msg=\"no secret\"\n"
        func words(_ log: String, storage: String = "/srv/images") -> String? {
            RegistryLog.lastError(in: Data(log.utf8), storage: storage)
        }
        #expect(words(log) == #"filesystem: mkdir /srv/a "b"/docker/x: no space left on device"#)
        #expect(words(log, storage: #"/srv/a "b""#) == "filesystem: mkdir …: no space left on device")
        #expect(words(error(#"err.message="unknown""#)) == "unknown")
        #expect(words(missing) == nil && words("") == nil)
    }

    @Test func portsAreGivenOnce() throws {
        let block = try #require(IPv4Network("10.192.0.0/18"))
        let claims = [5000, 5002].map { PartClaim(block: block, directory: "/d", port: $0) }
        #expect(try RegistryDetails.choosePort(nil, []) == 5000)
        #expect(try RegistryDetails.choosePort(nil, claims) == 5001)
        #expect(try RegistryDetails.choosePort(5001, claims) == 5001)
        #expect { try RegistryDetails.choosePort(5002, claims) } throws: {
            ($0 as? EmbeddedEngineError)?.code == .taken
        }
    }

    @Test func anEnginesClaimOfAnOlderVersionIsRead() throws {
        let text = #"{"block":"10.192.0.0/18","directory":"/srv/engines/a"}"#
        let claim = try JSONDecoder().decode(PartClaim.self, from: Data(text.utf8))
        #expect(claim.port == nil && claim.storage == nil)
    }

    @Test func linksTakeTheFirstFreePart() throws {
        var record = try RegistryRecord.sample()
        record.links = [.init(engine: "a", index: 0), .init(engine: "c", index: 2)]
        #expect(try record.newLink("b") == .init(engine: "b", index: 1))
        record.links = (0..<RegistryNetwork.mostEngines).map { .init(engine: "e\($0)", index: $0) }
        #expect { try record.newLink("x") } throws: { ($0 as? EmbeddedEngineError)?.code == .noSubnet }
    }

    @Test func everyLinkLiesInTheBlockAndMeetsNoOther() throws {
        let block = try #require(IPv4Network("10.192.0.0/18"))
        let last = block.part(at: UInt32(0x100 + 4 * (RegistryNetwork.mostEngines - 1)), prefix: 30)
        #expect(last.overlaps(block) && !last.overlaps(EngineAddresses(block: block).pool))
    }

    @Test func recordIsReadAsItWasWritten() throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/record.json"
            var written = try RegistryRecord.sample()
            written.links = [.init(engine: "a", index: 3)]
            try written.write(to: path)
            #expect(RegistryRecord.read(path) == written)
            RegistryRecord.noteStopping(path)
            #expect(RegistryRecord.read(path)?.stage == .stopping)
            #expect(RegistryRecord.read(path)?.owner == .current())
            #expect(EngineRecord.read(path) == nil)
        }
    }

    @Test func aStorageOfItsOwnIsReadThroughTheRegistrysProcess() throws {
        var record = try RegistryRecord.sample()
        record.outermost = ProcessIdentity(pid: 42, started: 1, boot: "b")
        #expect(record.visibleStorage == "/srv/images")
        record.filesystemIsOwn = true
        #expect(record.visibleStorage == "/proc/42/root/srv/images")
    }

    @Test func layoutTellsEnginesFromRegistries() throws {
        let registry = PartLayout(stateDirectory: "/srv/state", name: "a", kind: .registry)
        #expect(registry.directory == "/srv/state/registries/a")
        #expect(registry.log.hasSuffix("/registry.log"))
        #expect(registry.stateDirectory == "/srv/state")
        #expect(try PartLayout(directory: registry.directory, name: "a") == registry)
        #expect(try PartLayout(directory: "/srv/state/engines/a", name: "a").kind == .engine)
    }

    @Test func configurationStandsAnyPath() throws {
        let path = "/srv/with \"quotes\", a: colon # and ünïcode"
        let details = RegistryDetails(port: 5003, storage: path, isOpen: false, links: [])
        let read = try #require(
            try JSONSerialization.jsonObject(with: try details.configuration()) as? [String: any Sendable])
        let storage = try #require(read["storage"] as? [String: any Sendable])
        #expect((storage["filesystem"] as? [String: String])?["rootdirectory"] == path)
        #expect((storage["delete"] as? [String: Bool])?["enabled"] == true)
        #expect((read["http"] as? [String: String])?["addr"] == ":5003")
    }

    @Test func launchScriptIsGoodShell() async throws {
        try await withTemporaryDirectory { directory in
            try RegistryLaunch.script.write(toFile: "\(directory)/launch.sh", atomically: true, encoding: .utf8)
            try await Tool.require(["sh", "-n", "\(directory)/launch.sh"])
        }
    }

    @Test(arguments: [("docker-registry", "docker-registry"), ("ip", "iproute2"), ("nsenter", "util-linux")])
    func aMissingProgramNamesItsPackage(_ program: String, _ package: String) throws {
        #expect {
            try RegistryRequirements.check(EmbeddedRegistryOptions(), user: 0) {
                $0 == program ? nil : "/usr/bin/\($0)"
            }
        } throws: { error in
            let error = error as? EmbeddedEngineError
            return error?.code == .missingProgram && error?.message.hasSuffix("apt-get install \(package)") == true
        }
    }

    @Test func anotherUserAndAFullDiskAreTold() {
        #expect { try RegistryRequirements.check(EmbeddedRegistryOptions(), user: 1000) { $0 } } throws: {
            ($0 as? EmbeddedEngineError)?.code == .notRoot
        }
        #expect { try RegistryRequirements.check(storage: "/srv/images", free: 1 << 20) } throws: {
            ($0 as? EmbeddedEngineError).map { $0.code == .noSpace && $0.message.contains("/srv/images") } ?? false
        }
    }

    @Test func stateDirectoryWithoutRegistriesHasNone() async throws {
        #expect(try EmbeddedRegistry.registries(in: "/nowhere/at/all").isEmpty)
        #expect(try await EmbeddedRegistry.sweep(stateDirectory: "/nowhere/at/all").isEmpty)
        for attempt in ["named", "takeDown"] {
            await #expect {
                if attempt == "named" { _ = try EmbeddedRegistry.named("a", in: "/nowhere/at/all") }
                try await EmbeddedRegistry.takeDown("a", in: "/nowhere/at/all")
            } throws: {
                ($0 as? EmbeddedEngineError).map { $0.code == .badName && $0.message.contains("registry status") }
                    ?? false
            }
        }
    }
}

extension RegistryRecord {
    static func sample() throws -> RegistryRecord {
        RegistryRecord(
            PartFacts(
                name: "r", stage: .running, since: Date(timeIntervalSince1970: 1_700_000_000), owner: .current(),
                block: try #require(IPv4Network("10.192.0.0/18")), host: HostSide(runDirectory: "/run/x")),
            RegistryDetails(port: 5000, storage: "/srv/images", isOpen: true, links: []))
    }
}
