import Foundation

/// A process that cannot be mistaken for a later one with the same number.
public struct ProcessIdentity: Codable, Sendable, Hashable {
    /// Its number in this PID namespace.
    public let pid: Int32
    /// When it started, in clock ticks after boot: field 22 of `/proc/PID/stat`.
    public let started: UInt64
    /// The boot that the ticks count from.
    public let boot: String

    /// The process that has `pid` now; nil when there is none.
    init?(pid: Int32, processes: String = "/proc") {
        guard let status = ProcessStatus(pid: pid, processes: processes) else { return nil }
        self.pid = pid
        started = status.started
        boot = Self.boot(processes)
    }

    /// A process that was written down.
    public init(pid: Int32, started: UInt64, boot: String) {
        self.pid = pid
        self.started = started
        self.boot = boot
    }

    /// This process.
    public static func current() -> ProcessIdentity? {
        ProcessIdentity(pid: getpid())
    }

    /// Whether that very process still runs; one that only waits to be reaped does not.
    public func isAlive(processes: String = "/proc") -> Bool {
        guard let status = ProcessStatus(pid: pid, processes: processes) else { return false }
        return status.started == started && !status.isDead && Self.boot(processes) == boot
    }

    /// Sends a signal to that very process, and to no other.
    func send(_ signal: Int32) {
        if isAlive() { kill(pid, signal) }
    }

    private static func boot(_ processes: String) -> String {
        let text = try? String(contentsOfFile: "\(processes)/sys/kernel/random/boot_id", encoding: .utf8)
        return text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    }
}
