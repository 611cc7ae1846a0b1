import Foundation

/// The processes that a process filesystem shows, and the network namespaces that they keep.
///
/// A process filesystem that was mounted in a PID namespace shows all that is in it, containers' processes included, whoever
/// their parent is: neither `setsid` nor a double fork leads out of it.
struct ProcessLines {
    let processes: [AuditedObject]
    /// The namespaces that processes are in, less those that are no finds.
    let namespaces: [AuditedObject]

    /// - Parameter root: the filesystem's mount point.
    /// - Parameter known: the namespaces that are no finds, as `net:[4026531992]`.
    /// - Returns: nil where it cannot be read.
    init?(in root: String, known: [String], now: Date = Date()) {
        guard let entries = HostFiles.entries(in: root) else { return nil }
        let boot = Self.boot(root, now)
        var found: [Process] = []
        var namespaces: Set<String> = []
        for entry in entries {
            guard let number = Int32(entry.name), let line = HostFiles.text("\(root)/\(number)/stat"),
                let status = Self.status(line)
            else { continue }
            let words = HostFiles.bytes("\(root)/\(number)/cmdline") ?? []
            let command = String(decoding: words.map { $0 == 0 ? 32 : $0 }, as: UTF8.self)
                .trimmingCharacters(in: .whitespaces)
            found.append(
                Process(
                    number: number, parent: status.parent, started: status.started,
                    command: command.isEmpty ? "(\(status.name))" : command))
            if let namespace = HostFiles.target("\(root)/\(number)/ns/net"), !known.contains(namespace) {
                namespaces.insert(namespace)
            }
        }
        let own = Self.own(found)
        processes = found.map { process in
            AuditedObject(
                .process, "\(process.number) \(process.command.prefix(100))",
                identity: own[process.number] ?? "\(process.number) \(process.started)",
                madeAt: boot?.addingTimeInterval(Double(process.started) / Self.ticksPerSecond))
        }
        self.namespaces = namespaces.sorted().map { AuditedObject(.namespace, $0) }
    }

    /// A process, as the kernel lists it.
    struct Process {
        let number: Int32
        let parent: Int32
        let started: UInt64
        let command: String

        /// The name of its program, without its folder.
        var program: Substring { command.prefix { $0 != " " }.split(separator: "/").last ?? "" }
    }

    /// What the engine itself is, however often it was started: the newest daemon that the namespace's first process started, and
    /// the newest containerd that this daemon started. An older one that is still there is a find.
    static func own(_ processes: [Process]) -> [Int32: String] {
        func newest(_ program: String, of parent: Int32) -> Process? {
            processes.filter { $0.program == program && $0.parent == parent }.max { $0.started < $1.started }
        }
        guard let daemon = newest("dockerd", of: 1) else { return [:] }
        var own = [daemon.number: "the engine's daemon"]
        if let containerd = newest("containerd", of: daemon.number) {
            own[containerd.number] = "the engine's containerd"
        }
        return own
    }

    private static let ticksPerSecond = Double(max(1, sysconf(Int32(_SC_CLK_TCK))))

    /// Wall-clock time of the boot, by the time since; nil where it cannot be read.
    private static func boot(_ root: String, _ now: Date) -> Date? {
        guard let seconds = HostFiles.text("\(root)/uptime")?.split(separator: " ").first.flatMap({ Double($0) }) else {
            return nil
        }
        return now.addingTimeInterval(-seconds)
    }

    /// The name of a process, its parent, and when it started, in ticks after boot; the name may hold spaces and parentheses itself.
    static func status(_ line: String) -> (name: String, parent: Int32, started: UInt64)? {
        guard let begin = line.firstIndex(of: "("), let end = line.lastIndex(of: ")"), begin < end else { return nil }
        let fields = line[line.index(after: end)...].split(separator: " ")
        guard fields.count > 19, let parent = Int32(fields[1]), let started = UInt64(fields[19]) else { return nil }
        return (String(line[line.index(after: begin)..<end]), parent, started)
    }
}
