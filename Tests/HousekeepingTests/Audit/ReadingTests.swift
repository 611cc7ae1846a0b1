import Foundation
import Testing

@testable import Housekeeping
@testable import Provision

/// The kernel's own lists.
@Suite struct ReadingTests {
    @Test func mountsAreToldApartAndNamespacesAreKeptForThemselves() {
        let text = """
            25 30 0:23 / /sys rw,nosuid shared:7 - sysfs sysfs rw
            90 25 0:45 / /run/a\\040b rw - tmpfs plimsoll rw
            91 25 0:45 / /run/a\\040b rw - tmpfs plimsoll rw
            92 25 0:4 net:[4026532312] /run/docker/netns/abc rw shared:9 master:3 - nsfs nsfs rw
            93 25 0:4 mnt:[4026532999] /run/m rw - nsfs nsfs rw
            no mount at all
            """
        let lines = MountTable(text: text)
        #expect(lines.objects().map(\.name) == ["/sys", "/run/a b", "/run/a b"])
        #expect(Set(lines.objects().map(\.identity)).count == 3)
        #expect(lines.objects(under: ["/run/a b"], place: "host ").map(\.name) == ["host /run/a b", "host /run/a b"])
        #expect(lines.objects(under: ["/run/a"]) == [])
        #expect(lines.namespaces.map(\.name) == ["/run/docker/netns/abc"])
        #expect(lines.namespaces[0].identity.hasSuffix(" net:[4026532312]"))
    }

    @Test func interfacesAreNamed() {
        let text = """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes
                lo: 123 4 0 0 0 0 0 0 1 2
            br-12ab:0 0 0 0
            """
        #expect(InterfaceLines.objects(text).map(\.name) == ["lo", "br-12ab"])
    }

    @Test func aProcessIsKnownByItsNumberAndItsStart() throws {
        let line = "42 (a (b) c) S 1 42 42 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 98765 1 1"
        let status = try #require(ProcessStatus(line: line))
        #expect(status.name == "a (b) c" && status.parent == 1 && status.started == 98_765)
        #expect(ProcessStatus(line: "nothing") == nil)

        let found = try #require(ProcessLines(in: "/proc", known: ["/proc/self/ns/net"].compactMap(HostFiles.target)))
        let own = try #require(found.processes.first { $0.identity.hasPrefix("\(getpid()) ") })
        #expect(own.name.hasPrefix("\(getpid()) "))
        let age = Date().timeIntervalSince(try #require(own.madeAt))
        #expect((-1...3600).contains(age), "\(age)")
        #expect(ProcessLines(in: "/nonexistent", known: []) == nil)
    }

    @Test func anEngineThatWasStartedAgainIsNoFindAndWhatItLeftIs() {
        func process(_ number: Int32, _ parent: Int32, _ started: UInt64, _ command: String) -> ProcessLines.Process {
            ProcessLines.Process(number: number, parent: parent, started: started, command: command)
        }
        let before = [
            process(1, 0, 1, "sh launch.sh"), process(7, 1, 2, "/usr/sbin/dockerd --x"),
            process(9, 7, 3, "containerd --c"),
        ]
        #expect(ProcessLines.own(before) == [7: "the engine's daemon", 9: "the engine's containerd"])
        // Killed: its containerd went to the first process, and the new daemon has one of its own.
        let after = [
            process(1, 0, 1, "sh launch.sh"), process(9, 1, 3, "containerd --c"),
            process(20, 1, 9, "/usr/sbin/dockerd --x"),
            process(21, 20, 9, "containerd --c"), process(30, 1, 9, "containerd-shim-runc-v2 -n moby"),
            process(40, 30, 10, "dockerd"),
        ]
        #expect(ProcessLines.own(after) == [20: "the engine's daemon", 21: "the engine's containerd"])
        #expect(ProcessLines.own([process(1, 0, 1, "sh")]) == [:])
    }

    @Test func groupsOfSeveralHierarchiesCountOnce() throws {
        try AuditFolder.with { folder in
            try folder.directory(
                "cpu/own/a", "memory/own/a/b", "memory/own/c", "memory/others/d", "own/a", "cpu/own/buildkit/step")
            let found = try #require(CgroupTree.objects(below: "own", root: folder.root))
            #expect(found.map(\.name) == ["/own/a", "/own/a/b", "/own/buildkit/step", "/own/c"])
            #expect(CgroupTree.objects(below: "none", root: folder.root) == [])
            #expect(CgroupTree.objects(below: "own", root: "/nonexistent") == nil)
        }
    }
}
