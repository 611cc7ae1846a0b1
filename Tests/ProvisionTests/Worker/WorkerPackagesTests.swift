import Testing

@testable import Provision

/// Packages and their sizes, out of the package manager's own words.
struct WorkerPackagesTests {
    private static let shown = """
        Package: make
        Version: 4.3-4.1
        Installed-Size: 1582
        Depends: libc6 (>= 2.34)
        Description: a tool
         Version: of the description

        Package: unsized
        Version: 1

        Package: git
        Version: 1:2.39.5-0+deb12u3
        Installed-Size: 46336

        """

    @Test func stanzasTellNameVersionAndSize() {
        let found = PackageStanza.all(in: Self.shown)
        #expect(found.map(\.name) == ["make", "git"])
        #expect(found.map(\.version) == ["4.3-4.1", "1:2.39.5-0+deb12u3"])
        #expect(found.map(\.bytes) == [1582 << 10, 46336 << 10])
    }

    @Test func onlyWhatIsInstalledCountsOfAStatusFile() {
        let text = """
            Package: apt
            Status: install ok installed
            Installed-Size: 10
            Version: 2.6.1

            Package: gone
            Status: deinstall ok config-files
            Installed-Size: 10
            Version: 1.0

            """
        #expect(PackageStanza.installed(in: text).map(\.name) == ["apt"])
    }

    @Test func aSimulationTellsWhatWouldBeInstalled() {
        let install = AptRoot.simulated(
            """
            Inst libpython3.11 (3.11.2-6+deb12u6 Debian:12.11/stable, Debian-Security:12/stable-security [amd64])
            Inst apt [2.6.0] (2.6.1 Debian:12.11/stable [amd64]) [libapt:amd64 ]
            Conf apt (2.6.1 Debian:12.11/stable [amd64])
            Remv old [1.0]

            """)
        #expect(install.map(\.name) == ["libpython3.11", "apt"])
        #expect(install.map(\.version) == ["3.11.2-6+deb12u6", "2.6.1"])
        #expect(AptRoot.simulated("").isEmpty)
    }

    @Test func aNewerVersionTakesTheOlderOnesPlace() {
        func stanza(_ name: String, _ bytes: Int) -> PackageStanza {
            PackageStanza(name: name, version: "1", bytes: bytes, status: nil)
        }
        let count = WorkerPackages.Count(
            WorkerPackages.together(
                [stanza("a", 10), stanza("b", 20)], [stanza("b", 25), stanza("c", 3), stanza("c", 3)]))
        #expect(count.packages == 3 && count.bytes == 38)
    }

    @Test func pointsHoldEveryFigureOnce() {
        let stanza = PackageStanza(name: "a", version: "1", bytes: 7, status: nil)
        let workers = WorkerPackages(
            bare: .init([stanza]), buildOnly: .init([stanza, stanza]), carrying: .init([]), pythonPackages: 4)
        #expect(
            workers.points.map { "\($0.name)=\(Int($0.value)) \($0.unit)" } == [
                "worker_packages.bare=1 package", "worker_bytes.bare=7 byte", "worker_packages.build-only=2 package",
                "worker_bytes.build-only=14 byte", "worker_packages.carrying=0 package", "worker_bytes.carrying=0 byte",
                "worker_python_packages.carrying=4 package",
            ])
    }
}
