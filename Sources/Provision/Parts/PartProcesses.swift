import Foundation
import SystemPackage

/// The processes of one part, found by their marks and not by recorded pids.
struct PartProcesses: Sendable {
    struct Member: Sendable {
        let identity: ProcessIdentity
        let parent: Int32
        let commandLine: String

        /// Programs that outlive the daemon that started them, or leave it to be its equals.
        private static let helpers = ["containerd", "conmon", "aardvark-dns", "catatonit", "rootlessport"]

        var isHelper: Bool {
            let program = commandLine.split(separator: " ").first?.split(separator: "/").last ?? ""
            return Self.helpers.contains { program.hasPrefix($0) }
        }
    }

    let members: [Member]

    /// The process with which the others end: it holds the PID namespace.
    var outermost: ProcessIdentity? {
        let numbers = Set(members.map(\.identity.pid))
        return members.first { !numbers.contains($0.parent) && !$0.commandLine.isEmpty }?.identity
    }

    /// The daemon: the child of the namespace's first process that is not a copy of it. Left-overs of a killed daemon
    /// do not count: its containerd and the shims of containers. Nor do the monitors of Podman's containers.
    var daemon: ProcessIdentity? {
        guard let script = first else { return nil }
        return members.first {
            $0.parent == script.identity.pid && $0.commandLine != script.commandLine && !$0.isHelper
        }?.identity
    }

    /// The first process of the PID namespace, which runs the script.
    var first: Member? { outermost.flatMap { outermost in members.first { $0.parent == outermost.pid } } }

    /// Looks through all processes for those with the part's mark, or in its network namespace or cgroup: those inside
    /// containers have neither mark nor namespace.
    static func find(_ layout: PartLayout) -> PartProcesses {
        // Never this process's own namespace, whatever the handle points to: that would be the whole host.
        let namespace = FileIdentity(layout.names.namespacePath)
            .flatMap { $0 == FileIdentity("/proc/self/ns/net") ? nil : $0 }
        let mark = Array("\(layout.mark.key)=\(layout.mark.value)".utf8)
        let cgroup = "/\(layout.names.scoped)/"
        let members = HostFiles.names(in: "/proc").compactMap { entry -> Member? in
            guard let pid = Int32(entry), pid != getpid(), let status = ProcessStatus(pid: pid), !status.isDead,
                let identity = ProcessIdentity(pid: pid)
            else { return nil }
            let environment = FileManager.default.contents(atPath: "/proc/\(pid)/environ") ?? Data()
            let belongs =
                (namespace != nil && FileIdentity("/proc/\(pid)/ns/net") == namespace)
                || environment.split(separator: 0).contains { $0.elementsEqual(mark) }
                || HostFiles.text("/proc/\(pid)/cgroup")?.contains(cgroup) == true
            guard belongs else { return nil }
            let commandLine = HostFiles.text("/proc/\(pid)/cmdline") ?? ""
            return Member(
                identity: identity, parent: status.parent,
                commandLine: commandLine.replacingOccurrences(of: "\0", with: " "))
        }
        return PartProcesses(members: members)
    }
}

/// Checks who answers on a unix socket.
enum EngineProbe {
    /// The engine's version; nil when nothing answers within two seconds. This does not need the engine client.
    static func version(_ socketPath: String) -> String? {
        guard let descriptor = connect(socketPath) else { return nil }
        defer { close(descriptor) }
        var patience = timeval(tv_sec: 2, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let request = Array("GET /version HTTP/1.0\r\nHost: plimsoll\r\n\r\n".utf8)
        guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { return nil }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while answer.count < 1 << 16 {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            answer += buffer[..<count]
        }
        return parse(String(decoding: answer, as: UTF8.self))
    }

    static func parse(_ answer: String) -> String? {
        struct Answer: Decodable {
            let version: String

            enum CodingKeys: String, CodingKey { case version = "Version" }
        }
        guard answer.hasPrefix("HTTP/1."), answer.dropFirst(8).hasPrefix(" 200"),
            let start = answer.firstIndex(of: "{"), let end = answer.lastIndex(of: "}")
        else { return nil }
        return try? JSONDecoder().decode(Answer.self, from: Data(answer[start...end].utf8)).version
    }

    /// The pid of the process that made the socket on which somebody listens; nil if nobody does, or the process is not
    /// in this PID namespace or below. For a socket from systemd that is systemd, which sees the host's own paths.
    static func listener(_ path: String) -> Int32? {
        guard let descriptor = connect(path) else { return nil }
        defer { close(descriptor) }
        // `struct ucred`: process, user, group.
        var credentials: [Int32] = [0, 0, 0]
        var length = socklen_t(MemoryLayout<Int32>.size * 3)
        guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length) == 0, credentials[0] > 0 else {
            return nil
        }
        return credentials[0]
    }

    private static func connect(_ path: String) -> Int32? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        if status == 0 { return descriptor }
        close(descriptor)
        return nil
    }
}

/// The filesystems that living processes see: one view for each pair of mount namespace and root.
struct ProcessViews: Sendable {
    struct View: Sendable, Equatable {
        /// The process with the lowest pid that has the view.
        let process: Int32
        /// The prefix of an absolute path as that process sees it.
        let root: String
    }

    let views: [View]
    /// Whether no living process may see anything else. Some processes refuse inspection, such as those with more
    /// capabilities than this one. Each of those must have the same mounts as one of the views.
    let isComplete: Bool

    /// The initial PID namespace, which contains every process; the kernel always gives it this number.
    private static let initial = "pid:[4026531836]"

    /// - Parameter processes: Where the kernel lists processes.
    static func all(_ processes: String = "/proc") -> ProcessViews {
        var seen: Set<[String]> = []
        var views: [View] = []
        var refused: [Int32] = []
        for process in HostFiles.names(in: processes).compactMap({ Int32($0) }).sorted() {
            let root = "\(processes)/\(process)/root"
            do {
                let view = [try link("\(processes)/\(process)/ns/mnt"), try link(root)]
                if seen.insert(view).inserted { views.append(View(process: process, root: root)) }
            } catch {
                // A process that has ended meanwhile, or is a zombie, sees nothing.
                if error == .permissionDenied || error == .notPermitted { refused.append(process) }
            }
        }
        let roots = Set(views.compactMap { rootMount(of: $0.process, processes) })
        let isComplete = refused.allSatisfy { rootMount(of: $0, processes).map(roots.contains) ?? false }
        return ProcessViews(views: views, isComplete: isComplete && !views.isEmpty)
    }

    /// The id of a process's first mount, which no mount of another namespace has. Every process shows its mounts.
    private static func rootMount(of process: Int32, _ processes: String) -> Substring? {
        let table = FileManager.default.contents(atPath: "\(processes)/\(process)/mountinfo") ?? Data()
        return String(decoding: table.prefix(64), as: UTF8.self).split(separator: " ").first
    }

    /// The PID namespace of this process, as `pid:[4026531836]`; nil if the kernel does not show it.
    static func processNamespace(_ processes: String = "/proc") -> String? { try? link("\(processes)/self/ns/pid") }

    /// Whether this process sees all processes of a PID namespace. True if none was noted, as by older versions.
    static func hasAll(of namespace: String?, _ processes: String = "/proc") -> Bool {
        guard let namespace else { return true }
        let own = processNamespace(processes)
        return own == namespace || own == initial
    }

    private static func link(_ path: String) throws(Errno) -> String {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        guard count >= 0 else { throw Errno(rawValue: errno) }
        return String(decoding: buffer.prefix(count), as: UTF8.self)
    }
}
