import Engine
import Foundation
import Model
import Provision

/// The active runs on an engine, according to its markers, whoever started them and on whatever machine.
package struct RunsAtWork: Codable, Hashable, Sendable {
    /// Runs whose process lives, by their UUIDs in lower case.
    package private(set) var alive: Set<String> = []
    /// Runs whose process cannot be checked from here. They may be active.
    package private(set) var unknown: Set<String> = []

    init() {}

    /// Reads the markers on an engine.
    package static func read(from client: EngineClient) async throws -> RunsAtWork {
        var runs = RunsAtWork()
        for volume in try await client.volumes(filters: PlimsollLabel.filters()) where volume.isPlimsolls() {
            guard let owner = volume.runOwner, let text = volume.labels[RunMarker.processKey] else { continue }
            switch RunProcess(text)?.state() ?? .unknown {
            case .alive: runs.note(alive: owner)
            case .unknown: runs.unknown.insert(owner)
            case .dead: break
            }
        }
        return runs
    }

    mutating func note(alive owner: String) { alive.insert(owner) }

    func adding(_ runs: Set<UUID>) -> RunsAtWork {
        var result = self
        result.alive.formUnion(runs.map { $0.uuidString.lowercased() })
        return result
    }

    package func without(_ run: UUID) -> RunsAtWork {
        var result = self
        result.alive.remove(run.uuidString.lowercased())
        result.unknown.remove(run.uuidString.lowercased())
        return result
    }

    /// These runs, but one whose state is unknown counts as dead.
    func taking(asDead run: UUID) -> RunsAtWork {
        var result = self
        result.unknown.remove(run.uuidString.lowercased())
        return result
    }

    package var isEmpty: Bool { alive.isEmpty && unknown.isEmpty }

    /// Whether an object must stay because of an active run: it is that run's, or all runs use it.
    func spares(_ object: some LabelledObject) -> Bool {
        guard let owner = object.runOwner else { return !isEmpty }
        return alive.contains(owner) || unknown.contains(owner)
    }

    /// One sentence for each run, or for `owner` alone if only its objects are removed.
    func words(owner: String?) -> [String] {
        func named(_ runs: Set<String>) -> [String] { runs.filter { owner == nil || owner == $0 }.sorted() }
        return named(alive).map { "run \($0) is active: what it uses stays" }
            + named(unknown).map {
                "run \($0) was started on another machine or in a container, and may be active: what it uses stays; "
                    + "if it is dead, name it: plimsoll clean --run \($0)"
            }
    }
}

/// The process of a run, in a form that processes on this and other machines can check.
struct RunProcess: Sendable, Equatable {
    enum State: Sendable {
        case alive, dead
        /// It runs, or ran, where this process cannot check: on another machine, or in another PID namespace.
        case unknown
    }

    /// A digest of the machine's id, because others can read the label; empty if it has no id.
    let machine: String
    /// The PID namespace that the process's number belongs to.
    let namespace: String
    let process: ProcessIdentity

    /// This process; nil if `/proc` does not show it.
    static func current() -> RunProcess? {
        guard let process = ProcessIdentity.current(),
            let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
        else { return nil }
        return RunProcess(machine: machine(), namespace: link.filter(\.isNumber), process: process)
    }

    init(machine: String, namespace: String, process: ProcessIdentity) {
        (self.machine, self.namespace, self.process) = (machine, namespace, process)
    }

    /// Parses ``text``; nil for anything else.
    init?(_ text: String) {
        let fields = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 5, let pid = Int32(fields[3]), let started = UInt64(fields[4]) else { return nil }
        self.init(
            machine: fields[0], namespace: fields[2],
            process: ProcessIdentity(pid: pid, started: started, boot: fields[1]))
    }

    var text: String { "\(machine)/\(process.boot)/\(namespace)/\(process.pid)/\(process.started)" }

    /// Whether it is still there, as far as `own`, this process, can see.
    func state(seenFrom own: RunProcess? = .current()) -> State {
        guard let own else { return .unknown }
        guard process.boot == own.process.boot else {
            // The same machine was rebooted since.
            return !machine.isEmpty && machine == own.machine ? .dead : .unknown
        }
        guard namespace == own.namespace else { return .unknown }
        return process.isAlive() ? .alive : .dead
    }

    private static func machine() -> String {
        let id = (try? String(contentsOfFile: "/etc/machine-id", encoding: .utf8)) ?? ""
        let text = id.trimmingCharacters(in: .whitespacesAndNewlines)
        return text.isEmpty ? "" : String(Digest.sha256("plimsoll \(text)").prefix(16))
    }
}

/// Shows others on an engine that a run is active there: an empty volume of the run's, whose label names the process.
/// A volume costs nothing, needs no image, and inherits no label. Pruning volumes removes it, so a run makes it again
/// before each job.
package struct RunMarker: Sendable {
    static let processKey = "plimsoll.process"

    package let run: UUID

    package init(of run: UUID) { self.run = run }
    private var owner: String { run.uuidString.lowercased() }
    private var name: String { RunNames(owner: owner).name("at-work") }

    /// Makes the marker if it is missing. Replaces one that an earlier process left.
    package func put(on client: EngineClient) async throws {
        var labels = PlimsollLabel.labels(owner: owner)
        labels[Self.processKey] = RunProcess.current()?.text
        // If a volume of that name exists, the engine returns it, whatever its labels.
        let volume = try await client.createVolume(name: name, labels: labels)
        guard volume.labels != labels else { return }
        try await client.removeVolume(name)
        _ = try await client.createVolume(name: name, labels: labels)
    }

    /// Removes the marker. Already removed counts as success.
    package func remove(from client: EngineClient) async throws {
        _ = try await unlessGone { try await client.removeVolume(name) }
    }
}
