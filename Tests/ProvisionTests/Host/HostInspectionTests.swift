import Foundation
import Testing

@testable import Provision

@Suite struct HostInspectionTests {
    /// Plants one lack and gives the finding of that name.
    private func finding(
        _ name: String, _ spoil: (inout PlantedHost) throws -> Void
    ) async throws -> (finding: HostFinding, inspection: HostInspection) {
        try await withTemporaryDirectory { root in
            var host = try PlantedHost(root)
            try spoil(&host)
            let inspection = await host.inspect()
            return (try #require(inspection.findings.first { $0.name == name }), inspection)
        }
    }

    @Test func aGoodHostLacksNothing() async throws {
        try await withTemporaryDirectory { root in
            var host = try PlantedHost(root)
            host.missing = []
            host.engine = "24.0.7"
            let inspection = await host.inspect()
            #expect(inspection.findings.filter { $0.state != .fine } == [])
            #expect(inspection.findings.allSatisfy { $0.remedy == nil })
            #expect(inspection.canRunEmbedded && inspection.canRunForeign)
            #expect(Set(inspection.findings.map(\.name)).count == inspection.findings.count)
            #expect(Set(inspection.findings.map(\.area)) == Set(HostFinding.Area.allCases))
            let order = inspection.findings.compactMap { HostFinding.Area.allCases.firstIndex(of: $0.area) }
            #expect(order == order.sorted())
        }
    }

    /// Each lack: what is found, and that the embedded engine cannot run.
    @Test(arguments: [
        "root", "capabilities", "version", "namespaces", "cgroups", "veth", "masquerading", "ip_forward", "overlayfs",
        "free space",
    ])
    func whatTheEngineNeedsIsMissed(_ name: String) async throws {
        let (finding, inspection) = try await finding(name) { host in
            switch name {
            case "root": host.user = 1000
            case "capabilities": try host.plant("CapEff:\t00000000a80425fb\nSeccomp:\t2\n", "/proc/self/status")
            case "version": try host.plant("3.10.0\n", "/proc/sys/kernel/osrelease")
            case "namespaces": try host.remove("/proc/self/ns/pid")
            case "cgroups": try host.mounts([])
            case "veth": host.failing = ["type veth"]
            case "masquerading": host.failing = ["MASQUERADE"]
            case "ip_forward": try host.remove("/proc/sys/net/ipv4/ip_forward")
            case "overlayfs": try host.plant("\text4\n", "/proc/filesystems")
            default: host.free = 1 << 30
            }
        }
        #expect(finding.state == .lacking && finding.isRequired)
        #expect(finding.remedy?.isEmpty == false)
        #expect(!inspection.canRunEmbedded && !inspection.canRunForeign)
        #expect(inspection.findings.filter { $0.state == .lacking }.map(\.name) == [name])
    }

    /// Each lack that the embedded engine can live with.
    @Test(arguments: [
        "user namespaces", "controllers", "PSI", "seccomp", "loop devices", "memory", "cores", "free space",
    ])
    func whatIsOnlyWorseIsSaid(_ name: String) async throws {
        let (finding, inspection) = try await finding(name) { host in
            switch name {
            case "user namespaces": try host.plant("0\n", "/proc/sys/user/max_user_namespaces")
            case "controllers": try host.plant("cpu io\n", "/sys/fs/cgroup/cgroup.controllers")
            case "PSI": try host.remove("/proc/pressure/cpu")
            case "seccomp": try host.plant("CapEff:\t000001ffffffffff\n", "/proc/self/status")
            case "loop devices": try host.remove("/dev/loop-control")
            case "memory": try host.plant("MemTotal: 1000000 kB\n", "/proc/meminfo")
            case "cores": try host.plant("processor\t: 0\n", "/proc/cpuinfo")
            default: host.free = 5 << 30
            }
        }
        #expect(finding.state == .degraded)
        #expect(finding.remedy?.isEmpty == false)
        #expect(inspection.canRunEmbedded)
    }

    @Test func aMissingDaemonIsLackingAndNamesItsPackage() async throws {
        let (finding, inspection) = try await finding("dockerd") { $0.missing.insert("dockerd") }
        #expect(
            finding.state == .lacking && finding.remedy == "apt-get install docker.io"
                && finding.found == "not installed")
        #expect(!inspection.canRunEmbedded)
    }

    @Test func aMissingToolIsDegradedAndNamesItsPackage() async throws {
        let (finding, inspection) = try await finding("gnuplot") { $0.missing.insert("gnuplot") }
        #expect(finding.state == .degraded && finding.remedy == "apt-get install gnuplot-nox")
        #expect(inspection.canRunEmbedded)
    }

    @Test func severalClientsAreAFinding() async throws {
        let (finding, _) = try await finding("docker client") {
            $0.several["docker"] = ["/usr/local/bin/docker", "/usr/bin/docker"]
        }
        #expect(finding.state == .degraded)
        #expect(
            finding.found
                == "/usr/local/bin/docker 1.2.3 (/usr/local/bin/docker); /usr/bin/docker 1.2.3 (/usr/bin/docker)")
    }

    @Test func aHostWithOnlyItsOwnDockerCanRunForeign() async throws {
        let (finding, inspection) = try await finding("host Docker") {
            $0.user = 1000
            $0.engine = "24.0.7"
        }
        #expect(finding.state == .fine && finding.found.hasPrefix("24.0.7"))
        #expect(!inspection.canRunEmbedded && inspection.canRunForeign)
    }

    @Test func controllersOfVersionOneAreRead() async throws {
        let (finding, inspection) = try await finding("controllers") { host in
            try host.mounts([
                "30 24 0:26 / /sys/fs/cgroup ro - tmpfs tmpfs ro",
                "31 30 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory",
                "32 30 0:28 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct",
                "33 30 0:29 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw",
            ])
        }
        #expect(finding.found == "without pids")
        #expect(inspection.findings.first { $0.name == "cgroups" }?.found == "version 1")
    }

    @Test func overlayAsAModuleIsFine() async throws {
        let (finding, _) = try await finding("overlayfs") { host in
            try host.plant("\text4\n", "/proc/filesystems")
            try host.plant("kernel/fs/overlayfs/overlay.ko:\n", "/lib/modules/6.1.0-18-amd64/modules.dep")
        }
        #expect(finding.state == .fine && finding.found.contains("module"))
    }

    @Test func findingsAreReadAsTheyAreWritten() async throws {
        let (_, inspection) = try await finding("PSI") { try $0.remove("/proc/pressure/cpu") }
        let data = try JSONEncoder().encode(inspection)
        #expect(try JSONDecoder().decode(HostInspection.self, from: data) == inspection)
    }

    @Test func fingerprintHoldsTheFactsAndNoNames() throws {
        try withTemporaryDirectory { root in
            let facts = HostFingerprint.collect(stateDirectory: "/srv/x", sources: try PlantedHost(root).sources)
            #expect(
                facts == [
                    "kernel": "6.1.0-18-amd64", "processor": "Planted 9000", "cores": "2", "memory_bytes": "8589934592",
                    "distribution": "Debian GNU/Linux 12 (bookworm)", "cgroup_version": "2", "state_filesystem": "ext4",
                ])
        }
    }

    @Test func thisHostIsReadWithoutHarm() async {
        let inspection = await HostInspection.inspect(stateDirectory: "/nowhere/.plimsoll")
        #expect(inspection.findings.first { $0.name == "cores" }?.found != "0")
        #expect(HostFingerprint.collect(stateDirectory: "/")["kernel"]?.isEmpty == false)
        #expect(!FileManager.default.fileExists(atPath: "/nowhere"))
    }
}
