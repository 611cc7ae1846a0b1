import Engine
import Foundation

/// The runs that are at work on an engine, as its markers tell, whoever started them and on whatever machine.
public struct RunsAtWork: Codable, Hashable, Sendable {
    /// Those whose process lives, by their UUIDs in small letters.
    public private(set) var alive: Set<String> = []
    /// Those whose process cannot be looked for from here. They may be at work.
    public private(set) var unknown: Set<String> = []

    /// No run.
    public init() {}

    /// Reads the markers on an engine.
    ///
    /// - Throws: `EngineError`.
    public static func read(from client: EngineClient) async throws -> RunsAtWork {
        var runs = RunsAtWork()
        for volume in try await client.volumes(filters: PlimsollLabel.filters()) where volume.isPlimsolls() {
            guard let owner = volume.runOwner, let text = volume.labels[RunMarker.processKey]
            else { continue }
            switch RunProcess(text)?.state() ?? .unknown {
            case .alive: runs.note(alive: owner)
            case .unknown: runs.unknown.insert(owner)
            case .dead: break
            }
        }
        return runs
    }

    mutating func note(alive owner: String) { alive.insert(owner) }

    /// These and others that are known to be at work.
    func adding(_ runs: Set<UUID>) -> RunsAtWork {
        var result = self
        result.alive.formUnion(runs.map { $0.uuidString.lowercased() })
        return result
    }

    /// These but for one.
    public func without(_ run: UUID) -> RunsAtWork {
        var result = self
        result.alive.remove(run.uuidString.lowercased())
        result.unknown.remove(run.uuidString.lowercased())
        return result
    }

    /// These with one taken for dead, unless its process is seen to live.
    func taking(asDead run: UUID) -> RunsAtWork {
        var result = self
        result.unknown.remove(run.uuidString.lowercased())
        return result
    }

    /// Whether there is none.
    public var isEmpty: Bool { alive.isEmpty && unknown.isEmpty }

    /// Whether an object must stay for the sake of a run at work: it is that run's, or all runs use it.
    public func spares(_ object: some LabelledObject) -> Bool {
        guard let owner = object.runOwner else { return !isEmpty }
        return alive.contains(owner) || unknown.contains(owner)
    }

    /// One sentence for each of them, or for `owner` alone where only its objects are removed.
    func words(owner: String?) -> [String] {
        func named(_ runs: Set<String>) -> [String] { runs.filter { owner == nil || owner == $0 }.sorted() }
        return named(alive).map { "run \($0) is at work: what it uses stays" }
            + named(unknown).map {
                "run \($0) was started on another machine or in a container, and may be at work: what it uses stays; "
                    + "if it is not, name it: plimsoll clean --run \($0)"
            }
    }
}
