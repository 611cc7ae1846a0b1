import Model
import Store

/// The disk of one engine over a run: what jobs add to it, and what it holds at the end.
struct EngineDisks {
    private let observations: [DiskObservation]
    /// By the filesystem and by the engine's own account, of the same jobs.
    private let increments: [(disk: DiskIncrement, engine: DiskIncrement)]

    /// - Parameter jobs: all of the engine's, in the order in which they ran, read with what the disk held.
    init(_ jobs: [Job]) {
        observations = jobs.map { DiskObservation($0) }
        // Without the filesystem's own figure it is not known what the engine's account leaves out.
        let isSeen = DiskMeasure.best(for: observations) == .filesystem
        increments =
            isSeen
            ? Array(
                zip(
                    DiskIncrement.all(of: observations, by: .filesystem),
                    DiskIncrement.all(of: observations, by: .engine)))
            : []
    }

    /// What the jobs of a configuration add after a source change; nil where that was not seen.
    func added(by configuration: Configuration, seed: UInt64) -> EngineDisk? {
        let counted = increments.filter { found in
            let kind = found.disk.kind
            return found.disk.cell.configuration == configuration.name && kind.changeClass == .source && !kind.cold
                && !kind.series.isFloor
        }
        guard let growth = GrowthEstimate(counted.map(\.disk), seed: seed) else { return nil }
        return EngineDisk(
            growth: growth, reported: counted.reduce(0) { $0 + $1.engine.bytes } / Double(counted.count))
    }

    /// What the disk held after the last job that has a sample; nil where the filesystem was not seen.
    var level: EngineLevel? {
        guard let last = observations.last(where: { $0.level != nil })?.level, let remainder = last.remainder else {
            return nil
        }
        return EngineLevel(reported: last.engine, remainder: remainder)
    }
}
