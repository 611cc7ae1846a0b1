import Foundation
import Model
import Subprocess
import SystemPackage

/// A process that cannot be confused with a later one of the same pid.
package struct ProcessIdentity: Codable, Sendable, Hashable {
    /// Its number in this PID namespace.
    package let pid: Int32
    /// When it started, in clock ticks after boot: field 22 of `/proc/PID/stat`.
    package let started: UInt64
    /// The boot that the ticks count from.
    package let boot: String

    /// The process that has `pid` now; nil when there is none.
    init?(pid: Int32, processes: String = "/proc") {
        guard let status = ProcessStatus(pid: pid, processes: processes) else { return nil }
        self.pid = pid
        started = status.started
        boot = Self.boot(processes)
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
        let text = try? String(contentsOfFile: "\(processes)/sys/kernel/random/boot_id", encoding: .utf8)
        return text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    }
}

package struct ProcessStatus: Sendable, Equatable {
    /// The kernel's name for it: at most 15 bytes of its program.
    package let name: String
    let state: Character
    package let parent: Int32
    /// When it started, in clock ticks after boot.
    package let started: UInt64

    var isDead: Bool { state == "Z" || state == "X" }

    init?(pid: Int32, processes: String = "/proc") {
        guard let line = try? String(contentsOfFile: "\(processes)/\(pid)/stat", encoding: .utf8) else { return nil }
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

/// The process that listens on a unix socket.
enum PeerProcess {
    /// The pid of the listening process; nil if nobody listens, or the process is not in this PID namespace or below.
    ///
    /// The kernel notes the process that made the socket. For a socket from systemd that is systemd, which sees the
    /// host's own paths.
    static func identifier(behind path: String) -> Int32? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard EngineProbe.connect(descriptor, path) else { return nil }
        // `struct ucred`: process, user, group.
        var credentials: [Int32] = [0, 0, 0]
        var length = socklen_t(MemoryLayout<Int32>.size * 3)
        guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length) == 0, credentials[0] > 0 else {
            return nil
        }
        return credentials[0]
    }
}

/// Starts a part's script in its own namespaces and session: the terminal's Ctrl-C must not reach it.
struct NamespaceLaunch: Sendable {
    let layout: EngineLayout
    let names: EngineNames

    /// How long the part may take to become visible. While a process changes to the next program (`setsid`, `nsenter`,
    /// `unshare`), the kernel shows neither its arguments nor its environment. A look at that moment finds nothing: 56
    /// of 1,500 first looks did, and none of those 10 ms later.
    private static let emergence = Duration.seconds(1)

    /// Starts the script; returns as soon as it runs on its own.
    /// - Parameters:
    ///   - arguments: The script's arguments after `leased` or `detached`.
    ///   - lease: The part's standard input; the part ends when it is closed. Nil for a detached part.
    func start(_ arguments: [String], lease: FileDescriptor?) async throws {
        let namespaces = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
        let words =
            ["--fork", "nsenter", "--net=\(names.namespacePath)", "unshare"] + namespaces
            + ["sh", layout.script, lease == nil ? "detached" : "leased"] + arguments
        let log = try FileDescriptor.open(
            layout.log, .writeOnly, options: [.create, .append, .closeOnExec], permissions: [.ownerReadWrite])
        defer { try? log.close() }
        let input = try lease ?? FileDescriptor.open("/dev/null", .readOnly, options: .closeOnExec)
        let mark = layout.mark.split(separator: "=", maxSplits: 1).map(String.init)
        let result = try await run(
            .name("setsid"), arguments: Arguments(words),
            environment: .inherit.updating(["PATH": Tool.path, Environment.Key(stringLiteral: mark[0]): mark[1]]),
            workingDirectory: "/", input: .fileDescriptor(input, closeAfterSpawningProcess: true),
            output: .fileDescriptor(log, closeAfterSpawningProcess: false),
            error: .fileDescriptor(log, closeAfterSpawningProcess: false))
        guard result.terminationStatus == .exited(0) else {
            throw EmbeddedEngineError(
                .commandFailed, "The \(layout.kind) could not be started: setsid failed.", cause: tail())
        }
    }

    /// Waits until the part answers, and notes its processes as they become visible.
    /// - Parameters:
    ///   - record: Written as soon as the outermost process is known, so that removal after a kill finds it.
    ///   - answer: The part's answer; nil while it does not answer.
    /// - Throws: `diedAtStart`, `notReady`, with the last lines of the part's log.
    func awaitReady<Details, Answer>(
        _ record: inout PartRecord<Details>, patience: Duration, _ answer: (PartRecord<Details>) -> Answer?
    ) async throws -> Answer {
        let began = ContinuousClock.now
        let deadline = began + patience
        while ContinuousClock.now < deadline {
            if record.outermost == nil {
                record.outermost = EngineProcesses.find(layout, names).outermost
                if record.outermost != nil { try record.write(to: layout.record) }
            }
            let hasEnded = record.outermost.map { !$0.isAlive() } ?? (ContinuousClock.now > began + Self.emergence)
            if hasEnded {
                throw EmbeddedEngineError(
                    .diedAtStart, "The \(layout.kind) ended before it was ready; its last words were:", cause: tail())
            }
            if record.outermost != nil, let answer = answer(record) {
                record.daemon = EngineProcesses.find(layout, names).daemon
                return answer
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw EmbeddedEngineError(
            .notReady, "The \(layout.kind) did not answer within \(patience); its last words were:", cause: tail())
    }

    func tail() -> String {
        let text = (try? String(contentsOfFile: layout.log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(12).joined(separator: "\n")
    }
}

/// Runs work that must finish even when the calling task was cancelled, such as taking an engine down.
enum Uncancellable {
    /// Awaits `body` to its end, in a task of its own: only that does not inherit the caller's cancellation.
    static func run<R: Sendable>(_ body: @escaping @Sendable () async throws -> R) async throws -> R {
        try await Task { try await body() }.value
    }
}
