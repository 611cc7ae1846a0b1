import Engine
import Foundation

/// Tells others on an engine that a run is at work there: an empty volume with the run's name, whose label names the process.
///
/// A volume costs nothing, needs no image, and inherits no label. Pruning volumes removes it, so that a run makes it again before
/// each job.
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

    /// Makes the marker where it is missing. One that an earlier process left is replaced.
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

    /// Removes the marker. Already removed counts as success.
    ///
    /// - Throws: `EngineError`.
    public func remove(from client: EngineClient) async throws {
        do { try await client.removeVolume(name) } catch let error as EngineError where error.code == .notFound {}
    }
}
