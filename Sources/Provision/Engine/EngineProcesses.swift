import Foundation

/// The processes of one engine, found by what they carry and not by recorded numbers.
struct EngineProcesses: Sendable {
    /// One of them.
    struct Member: Sendable {
        let identity: ProcessIdentity
        let parent: Int32
        let commandLine: String
    }

    /// All of them, living ones only.
    let members: [Member]

    /// The one that the others die with: it holds the PID namespace.
    var outermost: ProcessIdentity? {
        let numbers = Set(members.map(\.identity.pid))
        return members.first { !numbers.contains($0.parent) && !$0.commandLine.isEmpty }?.identity
    }

    /// The daemon: the child of the namespace's first process that is not a copy of it.
    var daemon: ProcessIdentity? {
        guard let outermost, let first = members.first(where: { $0.parent == outermost.pid }) else { return nil }
        return members.first { $0.parent == first.identity.pid && $0.commandLine != first.commandLine }?.identity
    }

    /// Looks through all processes for those that carry the engine's mark, or are in its network namespace or cgroup.
    ///
    /// Processes inside containers carry neither mark nor namespace; they are known by the cgroup.
    static func find(_ layout: EngineLayout, _ names: EngineNames) -> EngineProcesses {
        let namespace = inode(names.namespacePath)
        let mark = Array(layout.mark.utf8)
        let cgroup = "/\(names.scoped)/"
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        let members = entries.compactMap { entry -> Member? in
            guard let pid = Int32(entry), pid != getpid(), let status = ProcessStatus(pid: pid), !status.isDead,
                let identity = ProcessIdentity(pid: pid)
            else { return nil }
            let belongs =
                (namespace != nil && inode("/proc/\(pid)/ns/net") == namespace)
                || bytes("/proc/\(pid)/environ").split(separator: 0).contains { $0.elementsEqual(mark) }
                || text("/proc/\(pid)/cgroup").contains(cgroup)
            guard belongs else { return nil }
            let commandLine = text("/proc/\(pid)/cmdline").replacingOccurrences(of: "\0", with: " ")
            return Member(identity: identity, parent: status.parent, commandLine: commandLine)
        }
        return EngineProcesses(members: members)
    }

    private static func inode(_ path: String) -> UInt64? {
        var information = stat()
        return stat(path, &information) == 0 ? UInt64(information.st_ino) : nil
    }

    private static func bytes(_ path: String) -> Data {
        FileManager.default.contents(atPath: path) ?? Data()
    }

    private static func text(_ path: String) -> String {
        String(decoding: bytes(path), as: UTF8.self)
    }
}
