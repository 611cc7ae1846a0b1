import Foundation
import Testing

@testable import Provision

/// A state that is not to be seen from here is deleted only where no process sees it.
@Suite struct StateSightTests {
    /// Processes as the kernel shows them, each with a mount namespace and a root of its own.
    private struct Processes {
        let directory: String
        var path: String { "\(directory)/proc" }
        var boot: String { "boot-a" }

        init(_ directory: String, own: String = "pid:[1]") throws {
            self.directory = directory
            try plant("\(boot)\n", at: "\(path)/sys/kernel/random/boot_id")
            try link(own, at: "\(path)/self/ns/pid")
        }

        /// A process, with the directories that it sees; the same namespace is given to those of one number.
        func add(_ pid: Int32, namespace: Int, sees directories: [String] = [], state: String = "S") throws {
            let root = "\(directory)/roots/\(namespace)"
            for seen in [""] + directories {
                try FileManager.default.createDirectory(atPath: root + seen, withIntermediateDirectories: true)
            }
            let zeros = Array(repeating: "0", count: 17).joined(separator: " ")
            try plant("\(pid) (sh) \(state) 1 \(zeros) 100 0 0\n", at: "\(path)/\(pid)/stat")
            // Of one that waits to be reaped the kernel shows neither.
            guard state != "Z" else { return }
            try link("mnt:[\(namespace)]", at: "\(path)/\(pid)/ns/mnt")
            try link(root, at: "\(path)/\(pid)/root")
        }

        func owner(_ pid: Int32) -> ProcessIdentity { ProcessIdentity(pid: pid, started: 100, boot: boot) }

        private func link(_ text: String, at path: String) throws {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: text)
        }
    }

    private let state = "/nowhere/here/engines/a"

    private func claim(
        _ directory: String? = nil, owner: ProcessIdentity? = nil, namespace: String? = "pid:[1]"
    ) throws -> PartClaim {
        PartClaim(
            block: try #require(IPv4Network("10.192.0.0/18")), directory: directory ?? state, owner: owner,
            processNamespace: namespace)
    }

    @Test func aStateInAnotherMountNamespaceIsNotDeleted() throws {
        try withTemporaryDirectory { directory in
            let processes = try Processes(directory)
            try processes.add(1, namespace: 1)
            #expect(StateSight(of: try claim(), processes: processes.path) == .deleted)
            try processes.add(40, namespace: 2, sees: [state])
            try processes.add(30, namespace: 1)
            let sight = StateSight(of: try claim(), processes: processes.path)
            #expect(sight == .elsewhere(process: 40))
            let reason = try #require(sight.reasonToLeave("a", state))
            #expect(reason.contains(state) && reason.contains("process 40 sees it"))
            // Another engine's state proves nothing of this one's.
            #expect(StateSight(of: try claim("/nowhere/here/engines/b"), processes: processes.path) == .deleted)
        }
    }

    @Test func ofAnOwnerThatLivesNothingIsDeleted() throws {
        try withTemporaryDirectory { directory in
            let processes = try Processes(directory)
            try processes.add(50, namespace: 1)
            try processes.add(51, namespace: 1, state: "Z")
            func sight(_ owner: ProcessIdentity) throws -> StateSight {
                StateSight(of: try claim(owner: owner), processes: processes.path)
            }
            #expect(try sight(processes.owner(50)) == .owned(process: 50))
            #expect(StateSight.owned(process: 50).reasonToLeave("a", state)?.contains("process 50") == true)
            for gone in [51, 52] as [Int32] { #expect(try sight(processes.owner(gone)) == .deleted) }
            let later = ProcessIdentity(pid: 50, started: 99, boot: processes.boot)
            #expect(try sight(later) == .deleted)
        }
    }

    @Test(arguments: [
        ("pid:[1]" as String?, "pid:[1]", StateSight.deleted), ("pid:[2]", "pid:[1]", .hidden),
        (nil, "pid:[1]", .deleted),
        // The first PID namespace is shown all processes.
        ("pid:[2]", "pid:[4026531836]", .deleted), ("pid:[4026531836]", "pid:[1]", .hidden),
    ])
    func processesOfAnotherNamespaceMaySeeIt(noted: String?, own: String, expected: StateSight) throws {
        try withTemporaryDirectory { directory in
            let processes = try Processes(directory, own: own)
            try processes.add(1, namespace: 1)
            let sight = StateSight(of: try claim(namespace: noted), processes: processes.path)
            #expect(sight == expected)
            #expect((sight.reasonToLeave("a", state) == nil) == (expected == .deleted))
        }
    }

    @Test func whatIsHereIsHere() throws {
        try withTemporaryDirectory { directory in
            let sight = StateSight(of: try claim(directory, owner: .current()))
            #expect(sight == .here && sight.reasonToLeave("a", directory) == nil)
            // Without any process to ask, nothing is known.
            #expect(StateSight(of: try claim(), processes: "\(directory)/none") == .hidden)
        }
    }

    @Test func thisProcessHasAView() throws {
        let views = ProcessViews.all()
        #expect(views.views.contains { FileManager.default.fileExists(atPath: "\($0.root)/proc") })
        #expect(ProcessViews.hasAll(of: ProcessViews.processNamespace()))
        #expect(ProcessViews.processNamespace()?.hasPrefix("pid:[") == true)
    }
}
