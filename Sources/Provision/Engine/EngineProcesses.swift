import Foundation

/// The processes of one engine, found by what they carry and not by recorded numbers.
struct EngineProcesses: Sendable {
    /// One of them.
    struct Member: Sendable {
        let identity: ProcessIdentity
        let parent: Int32
        let commandLine: String

        /// Whether it is a containerd, or one of its shims.
        var isOfContainerd: Bool {
            let program = commandLine.split(separator: " ").first?.split(separator: "/").last ?? ""
            return program.hasPrefix("containerd")
        }
    }

    /// All of them, living ones only.
    let members: [Member]

    /// The one that the others die with: it holds the PID namespace.
    var outermost: ProcessIdentity? {
        let numbers = Set(members.map(\.identity.pid))
        return members.first { !numbers.contains($0.parent) && !$0.commandLine.isEmpty }?.identity
    }

    /// The daemon: the child of the namespace's first process that is not a copy of it, nor what a daemon that was killed left
    /// to it: its containerd, and the shims of containers.
    var daemon: ProcessIdentity? {
        guard let script = firstMember else { return nil }
        return members.first {
            $0.parent == script.identity.pid && $0.commandLine != script.commandLine && !$0.isOfContainerd
        }?.identity
    }

    /// The first process of the PID namespace, which runs the script.
    var first: ProcessIdentity? { firstMember?.identity }

    private var firstMember: Member? {
        outermost.flatMap { outermost in members.first { $0.parent == outermost.pid } }
    }

    /// Looks through all processes for those that carry the engine's mark, or are in its network namespace or cgroup.
    ///
    /// Processes inside containers carry neither mark nor namespace; they are known by the cgroup.
    static func find(_ layout: EngineLayout, _ names: EngineNames) -> EngineProcesses {
        // Never this process's own namespace, whatever the handle is: that would be the whole host.
        let namespace = Identity(names.namespacePath).flatMap { $0 == Identity("/proc/self/ns/net") ? nil : $0 }
        let mark = Array(layout.mark.utf8)
        let cgroup = "/\(names.scoped)/"
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        let members = entries.compactMap { entry -> Member? in
            guard let pid = Int32(entry), pid != getpid(), let status = ProcessStatus(pid: pid), !status.isDead,
                let identity = ProcessIdentity(pid: pid)
            else { return nil }
            let belongs =
                (namespace != nil && Identity("/proc/\(pid)/ns/net") == namespace)
                || bytes("/proc/\(pid)/environ").split(separator: 0).contains { $0.elementsEqual(mark) }
                || text("/proc/\(pid)/cgroup").contains(cgroup)
            guard belongs else { return nil }
            let commandLine = text("/proc/\(pid)/cmdline").replacingOccurrences(of: "\0", with: " ")
            return Member(identity: identity, parent: status.parent, commandLine: commandLine)
        }
        return EngineProcesses(members: members)
    }

    /// What a path leads to: a namespace's handle and a process's link to it lead to the same.
    private struct Identity: Equatable {
        let device: UInt64
        let inode: UInt64

        init?(_ path: String) {
            var information = stat()
            guard stat(path, &information) == 0 else { return nil }
            device = UInt64(information.st_dev)
            inode = UInt64(information.st_ino)
        }
    }

    private static func bytes(_ path: String) -> Data {
        FileManager.default.contents(atPath: path) ?? Data()
    }

    private static func text(_ path: String) -> String {
        String(decoding: bytes(path), as: UTF8.self)
    }
}
