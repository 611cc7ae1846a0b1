import Foundation
import Provision

/// The cheapest system calls for small files and lists of names: an audit makes hundreds of them.
enum HostFiles {
    /// Offset of the name in the kernel's entry, which is shorter than its Swift type.
    private static let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 19

    struct Entry {
        let name: String
        let isDirectory: Bool
    }

    /// The names in a directory, in no order; nil if it cannot be read.
    static func entries(in directory: String) -> [Entry]? {
        guard let stream = opendir(directory) else { return nil }
        defer { closedir(stream) }
        var entries: [Entry] = []
        while let entry = readdir(stream) {
            guard let name = name(of: entry) else { continue }
            entries.append(Entry(name: String(cString: name), isDirectory: entry.pointee.d_type == UInt8(DT_DIR)))
        }
        return entries
    }

    /// The raw bytes of an entry's name, which need not be text; nil for `.` and `..`.
    static func name(of entry: UnsafeMutablePointer<dirent>) -> UnsafePointer<CChar>? {
        let name = UnsafeRawPointer(entry).advanced(by: nameOffset).assumingMemoryBound(to: CChar.self)
        return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ? nil : name
    }

    /// The names of a directory's subdirectories; nil if it cannot be read.
    static func directories(in directory: String) -> [String]? {
        entries(in: directory)?.filter(\.isDirectory).map(\.name)
    }

    /// A file's content; nil if it cannot be read or has more than `most` bytes.
    static func bytes(_ path: String, most: Int = 4 << 20, chunk: Int = 4096) -> [UInt8]? {
        opened(path) { descriptor in
            var result: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: chunk)
            while true {
                let count = read(descriptor, &buffer, chunk)
                if count == 0 { return result }
                guard count > 0, result.count + count <= most else { return nil }
                result += buffer[..<count]
            }
        }
    }

    /// A file's first bytes, or all if it has fewer; nil if it cannot be read.
    static func head(_ path: String, count: Int) -> [UInt8]? {
        opened(path) { descriptor in
            var buffer = [UInt8](repeating: 0, count: count)
            let length = read(descriptor, &buffer, count)
            return length < 0 ? nil : Array(buffer[..<length])
        }
    }

    private static func opened(_ path: String, _ read: (Int32) -> [UInt8]?) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return read(descriptor)
    }

    static func text(_ path: String) -> String? { bytes(path).map { String(decoding: $0, as: UTF8.self) } }

    static func target(_ link: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 256)
        let length = readlink(link, &buffer, 255)
        guard length > 0 else { return nil }
        return String(decoding: buffer[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// When a file or directory was last modified; nil if it does not exist.
    static func changed(_ path: String) -> Date? {
        var information = stat()
        guard lstat(path, &information) == 0 else { return nil }
        let time = information.st_mtim
        return Date(timeIntervalSince1970: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
    }

    /// Size on disk, in bytes, of a file or a directory with its content; nil if it does not exist or is too large to be walked.
    static func allocated(_ path: String) -> Int? {
        var information = stat()
        guard lstat(path, &information) == 0 else { return nil }
        guard information.st_mode & S_IFMT == S_IFDIR else { return Int(information.st_blocks) * 512 }
        return try? DataRootWalk.tally(path, as: .foreign, within: WalkLimits()).whole.onDisk
    }
}

/// The control groups below an engine's: one tree in version 2, one per controller in version 1, with the same names.
enum CgroupTree {
    /// The groups below a group of this name, each once, by path. Empty if the group does not exist: an engine makes it
    /// with its first container. Nil if no control groups are visible at all.
    static func objects(below group: String, root: String = "/sys/fs/cgroup") -> [AuditedObject]? {
        // A controller with two names has a link for the second one, not a directory.
        guard let inside = HostFiles.directories(in: root), !inside.isEmpty else { return nil }
        var paths: Set<String> = []
        for top in [root] + inside.filter({ $0 != group }).map({ "\(root)/\($0)" }) {
            var waiting = ["\(top)/\(group)"]
            while let directory = waiting.popLast() {
                let children = (HostFiles.directories(in: directory) ?? []).map { "\(directory)/\($0)" }
                paths.formUnion(children.map { String($0.dropFirst(top.count)) })
                waiting += children
            }
        }
        // BuildKit makes it with its first step, and keeps it: its steps run in groups below it.
        paths.remove("/\(group)/buildkit")
        return paths.sorted().map { AuditedObject(.cgroup, $0) }
    }
}

/// The network interfaces of a namespace, as the kernel lists them in `/proc/PID/net/dev`.
enum InterfaceLines {
    static func objects(_ text: String) -> [AuditedObject] {
        text.split(separator: "\n").dropFirst(2).compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let name = line[..<colon].drop { $0 == " " }
            return name.isEmpty ? nil : AuditedObject(.interface, String(name))
        }
    }
}

extension MountTable {
    /// The mounts as objects, without those that keep namespaces. Several at one place are distinguished by their order.
    func objects(under directories: [String]? = nil, place: String = "") -> [AuditedObject] {
        var met: [String: Int] = [:]
        return entries.compactMap { mount in
            let isInside = directories?.contains { mount.point == $0 || mount.point.hasPrefix($0 + "/") } ?? true
            guard mount.type != "nsfs", isInside else { return nil }
            let base = "\(place)\(mount.point) \(mount.type)"
            met[base, default: 0] += 1
            return AuditedObject(.mount, "\(place)\(mount.point)", identity: "\(base) \(met[base] ?? 0)")
        }
    }

    var namespaces: [AuditedObject] {
        entries.filter { $0.type == "nsfs" && $0.root.hasPrefix("net:") }.map {
            AuditedObject(.namespace, $0.point, identity: "\($0.point) \($0.root)")
        }
    }
}

/// The processes in a process filesystem, and the network namespaces that they keep.
/// A process filesystem mounted in a PID namespace shows all its processes, including those of containers, whatever
/// their parent. Neither `setsid` nor a double fork escapes.
struct ProcessLines {
    let processes: [AuditedObject]
    let namespaces: [AuditedObject]

    /// - Parameter root: the filesystem's mount point.
    /// - Parameter known: the namespaces that do not count, as `net:[4026531992]`.
    /// - Returns: nil if it cannot be read.
    init?(in root: String, known: [String], now: Date = Date()) {
        guard let entries = HostFiles.entries(in: root) else { return nil }
        let boot = Self.boot(root, now)
        var found: [Process] = []
        // Each with the first process that keeps it.
        var namespaces: [String: Process] = [:]
        for entry in entries {
            guard let number = Int32(entry.name), let line = HostFiles.text("\(root)/\(number)/stat"),
                let status = ProcessStatus(line: line)
            else { continue }
            let words = HostFiles.bytes("\(root)/\(number)/cmdline") ?? []
            let command = String(decoding: words.map { $0 == 0 ? 32 : $0 }, as: UTF8.self)
                .trimmingCharacters(in: .whitespaces)
            let process = Process(
                number: number, parent: status.parent, started: status.started,
                command: command.isEmpty ? "(\(status.name))" : command)
            found.append(process)
            if let namespace = HostFiles.target("\(root)/\(number)/ns/net"), !known.contains(namespace) {
                namespaces[namespace] = namespaces[namespace] ?? process
            }
        }
        let own = Self.own(found)
        processes = found.map { process in
            AuditedObject(
                .process, "\(process.number) \(process.command.prefix(100))",
                identity: own[process.number] ?? "\(process.number) \(process.started)",
                madeAt: boot?.addingTimeInterval(Double(process.started) / Self.ticksPerSecond))
        }
        self.namespaces = namespaces.sorted { $0.key < $1.key }.map { name, holder in
            AuditedObject(.namespace, "\(name), kept by \(holder.number) \(holder.program)", identity: name)
        }
    }

    struct Process {
        let number: Int32
        let parent: Int32
        let started: UInt64
        let command: String

        var program: Substring { command.prefix { $0 != " " }.split(separator: "/").last ?? "" }
    }

    /// The engine's own processes, however often it was started. These are the newest daemon started by the namespace's
    /// first process, and the newest containerd started by that daemon. An older one that is still there counts as left
    /// over.
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

    /// Wall-clock time of the boot, computed from the uptime; nil if it cannot be read.
    private static func boot(_ root: String, _ now: Date) -> Date? {
        HostFiles.text("\(root)/uptime")?.split(separator: " ").first.flatMap { Double($0) }
            .map { now.addingTimeInterval(-$0) }
    }
}
