import Foundation
import SystemPackage

/// The filesystems that living processes see: one view for each mount namespace and root.
struct ProcessViews: Sendable {
    /// What one process sees.
    struct View: Sendable, Equatable {
        /// A process that has the view: the one with the lowest number.
        let process: Int32
        /// What stands before an absolute path to look at it through that process.
        let root: String
    }

    /// All that this process may look at.
    let views: [View]
    /// Whether no living process may see anything else: each that refused to be looked at, as one with more capabilities than
    /// this process does, has the same mounts as one of them.
    let isComplete: Bool

    /// The PID namespace from which every process is seen; the kernel gives it this number always.
    private static let initial = "pid:[4026531836]"

    /// Looks through all processes.
    ///
    /// - Parameter processes: Where the kernel shows them.
    static func all(_ processes: String = "/proc") -> ProcessViews {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: processes)) ?? []
        var seen: Set<[String]> = []
        var views: [View] = []
        var refused: [Int32] = []
        for process in entries.compactMap({ Int32($0) }).sorted() {
            let root = "\(processes)/\(process)/root"
            do {
                let view = [try link("\(processes)/\(process)/ns/mnt"), try link(root)]
                if seen.insert(view).inserted { views.append(View(process: process, root: root)) }
            } catch {
                // One that has ended meanwhile, or only waits to be reaped, sees nothing.
                if error == .permissionDenied || error == .notPermitted { refused.append(process) }
            }
        }
        let roots = Set(views.compactMap { rootMount(of: $0.process, processes) })
        let isComplete = refused.allSatisfy { rootMount(of: $0, processes).map(roots.contains) ?? false }
        return ProcessViews(views: views, isComplete: isComplete && !views.isEmpty)
    }

    /// The number of a process's first mount, which no mount of another namespace has. Every process shows its mounts.
    private static func rootMount(of process: Int32, _ processes: String) -> Substring? {
        let table = FileManager.default.contents(atPath: "\(processes)/\(process)/mountinfo") ?? Data()
        return String(decoding: table.prefix(64), as: UTF8.self).split(separator: " ").first
    }

    /// The PID namespace of this process, as `pid:[4026531836]`; nil where the kernel does not show it.
    static func processNamespace(_ processes: String = "/proc") -> String? {
        try? link("\(processes)/self/ns/pid")
    }

    /// Whether this process is shown all those of a PID namespace; also where none was noted, as by older versions.
    static func hasAll(of namespace: String?, _ processes: String = "/proc") -> Bool {
        guard let namespace else { return true }
        let own = processNamespace(processes)
        return own == namespace || own == initial
    }

    /// What a symbolic link holds.
    private static func link(_ path: String) throws(Errno) -> String {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        guard count >= 0 else { throw Errno(rawValue: errno) }
        return String(decoding: buffer.prefix(count), as: UTF8.self)
    }
}
