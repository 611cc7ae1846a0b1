import Foundation
import Model
import Provision

/// The process of a run, in a form by which other processes can look for it, on this machine and on others.
struct RunProcess: Sendable, Equatable {
    /// Whether a process is still there.
    enum State: Sendable {
        case alive
        case dead
        /// It runs, or ran, where this process cannot look: on another machine, or in another PID namespace.
        case unknown
    }

    /// The machine: a digest of its id, since others can read the label; empty where it has none.
    let machine: String
    /// The PID namespace that its number belongs to.
    let namespace: String
    let process: ProcessIdentity

    /// This process; nil where `/proc` does not tell.
    static func current() -> RunProcess? {
        guard let process = ProcessIdentity.current(), let namespace = Self.namespace() else { return nil }
        return RunProcess(machine: Self.machine(), namespace: namespace, process: process)
    }

    init(machine: String, namespace: String, process: ProcessIdentity) {
        self.machine = machine
        self.namespace = namespace
        self.process = process
    }

    /// Reads what ``text`` wrote; nil for anything else.
    init?(_ text: String) {
        let fields = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 5, let pid = Int32(fields[3]), let started = UInt64(fields[4]) else { return nil }
        self.init(
            machine: fields[0], namespace: fields[2],
            process: ProcessIdentity(pid: pid, started: started, boot: fields[1]))
    }

    /// The value of a label.
    var text: String { "\(machine)/\(process.boot)/\(namespace)/\(process.pid)/\(process.started)" }

    /// Whether it is still there, as far as `own`, this process, can see.
    func state(seenFrom own: RunProcess? = .current()) -> State {
        guard let own else { return .unknown }
        guard process.boot == own.process.boot else {
            // The same machine was started anew since.
            return !machine.isEmpty && machine == own.machine ? .dead : .unknown
        }
        guard namespace == own.namespace else { return .unknown }
        return process.isAlive() ? .alive : .dead
    }

    private static func namespace() -> String? {
        let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
        return link?.filter(\.isNumber)
    }

    private static func machine() -> String {
        let id = (try? String(contentsOfFile: "/etc/machine-id", encoding: .utf8)) ?? ""
        let text = id.trimmingCharacters(in: .whitespacesAndNewlines)
        return text.isEmpty ? "" : String(Digest.sha256("plimsoll \(text)").prefix(16))
    }
}
