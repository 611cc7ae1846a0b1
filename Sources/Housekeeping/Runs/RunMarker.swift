import EngineAPI
import Foundation

/// What tells others on an engine that a run is at work there: an empty volume of a name of its own, whose label says by which process.
///
/// A volume costs nothing, needs no image, and inherits no label. Who prunes volumes takes it along, so that a run puts it up again
/// before each job.
public struct RunMarker: Sendable {
    /// The label whose value tells the process.
    static let processKey = "plimsoll.process"

    /// The run.
    public let run: UUID

    /// The marker of a run of this process.
    public init(of run: UUID) {
        self.run = run
    }

    private var owner: String { run.uuidString.lowercased() }
    private var name: String { RunNames(owner: owner).name("at-work") }

    /// Puts the marker up, where it is not up already; one that a process before left is replaced.
    ///
    /// - Throws: `EngineError`.
    public func put(on client: EngineClient) async throws {
        var labels = PlimsollLabel.labels(owner: owner)
        labels[Self.processKey] = RunProcess.current()?.text
        // The engine answers with the volume of that name where it has one, whatever its labels.
        let volume = try await client.createVolume(name: name, labels: labels)
        guard volume.labels != labels else { return }
        try await client.removeVolume(name)
        _ = try await client.createVolume(name: name, labels: labels)
    }

    /// Takes the marker down. Already removed counts as success.
    ///
    /// - Throws: `EngineError`.
    public func remove(from client: EngineClient) async throws {
        do { try await client.removeVolume(name) } catch let error as EngineError where error.code == .notFound {}
    }
}
