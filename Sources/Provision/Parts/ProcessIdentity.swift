import Foundation

/// A process that cannot be confused with a later one of the same pid.
package struct ProcessIdentity: Codable, Sendable, Hashable {
    /// Its number in this PID namespace.
    package let pid: Int32
    /// When it started, in clock ticks after boot: field 22 of `/proc/PID/stat`.
    package let started: UInt64
    /// The boot that the ticks count from.
    package let boot: String

    init?(pid: Int32, processes: String = "/proc") {
        guard let status = ProcessStatus(pid: pid, processes: processes) else { return nil }
        self.init(pid: pid, started: status.started, boot: Self.boot(processes))
    }

    package init(pid: Int32, started: UInt64, boot: String) {
        (self.pid, self.started, self.boot) = (pid, started, boot)
    }

    package static func current() -> ProcessIdentity? { ProcessIdentity(pid: getpid()) }

    /// Whether that very process still runs; a zombie does not.
    package func isAlive(processes: String = "/proc") -> Bool {
        guard let status = ProcessStatus(pid: pid, processes: processes) else { return false }
        return status.started == started && !status.isDead && Self.boot(processes) == boot
    }

    func send(_ signal: Int32) { if isAlive() { kill(pid, signal) } }

    private static func boot(_ processes: String) -> String {
        (HostFiles.text("\(processes)/sys/kernel/random/boot_id") ?? "")
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

package struct ProcessStatus: Sendable, Equatable {
    /// The kernel's name for it: at most 15 bytes of its program.
    package let name: String
    let state: Character
    package let parent: Int32
    package let started: UInt64

    var isDead: Bool { state == "Z" || state == "X" }

    init?(pid: Int32, processes: String = "/proc") {
        guard let line = HostFiles.text("\(processes)/\(pid)/stat") else { return nil }
        self.init(line: line)
    }

    /// Reads the line; the command in parentheses may contain spaces and parentheses itself.
    package init?(line: String) {
        guard let begin = line.firstIndex(of: "("), let end = line.lastIndex(of: ")"), begin < end else { return nil }
        let fields = line[line.index(after: end)...].split(whereSeparator: \.isWhitespace)
        guard fields.count > 19, let state = fields[0].first, let parent = Int32(fields[1]),
            let started = UInt64(fields[19])
        else { return nil }
        name = String(line[line.index(after: begin)..<end])
        (self.state, self.parent, self.started) = (state, parent, started)
    }
}
