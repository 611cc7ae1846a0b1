import Engine
import Model

/// What a job's command told of its probes.
extension JobPhases {
    /// More than probes ever tell, in bytes; the rest is not read.
    private static let mostProbeOutput = 1 << 20

    /// Reads what the command told, where its fixture has probes. A step that came from the cache probed in an earlier job, whose
    /// words are in the image still: they count there and not here.
    ///
    /// - Throws: `EngineError`; `DeadlinePassed`.
    func readProbes(
        of job: PlannedJob, in stream: JobStream, on work: inout JobWork, until deadline: ContinuousClock.Instant
    ) async throws {
        guard !stream.fixture.probes.isEmpty else { return }
        let name = settings.containerName(job)
        let bytes = try await withDeadline(deadline) { [client] in
            var bytes: [UInt8] = []
            try await client.logs(name) { source, chunk in
                guard source == .output, bytes.count < Self.mostProbeOutput else { return }
                bytes.append(contentsOf: chunk.readableBytesView)
            }
            return bytes
        }
        let probedNow = work.steps.contains { $0.instruction.hasPrefix("RUN") && !$0.cached }
        let output = ProbeOutput(
            String(decoding: bytes, as: UTF8.self), catalogue: stream.fixture.probes,
            places: probedNow ? [.build, .job] : [.job])
        work.probes = output.records
        work.points += output.points
    }
}
