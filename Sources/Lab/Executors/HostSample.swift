import Foundation
import Model

/// What the host was like between two looks.
struct HostSample: Sendable, Equatable {
    /// Wall-clock time of the second look.
    let at: Date
    private(set) var values: [LevelPoint: Double] = [:]

    /// - Parameters:
    ///   - seconds: the time between the two looks, above 0.
    ///   - processors: how many there are.
    ///   - look: how long the second look took, in seconds.
    init(from before: HostCounters, to after: HostCounters, seconds: Double, processors: Int, look: Double, at: Date) {
        self.at = at
        func rate(_ path: KeyPath<HostCounters, Double>) -> Double {
            max(0, after[keyPath: path] - before[keyPath: path]) / seconds
        }
        values[.processors] = Double(processors)
        values[.busyProcessors] = rate(\.busy)
        values[.waitingProcessors] = rate(\.waiting)
        values[.diskBytes] = rate(\.diskBytes)
        values[.diskBusy] = after.disks.compactMap { name, busy in
            before.disks[name].map { min(1, max(0, busy - $0) / seconds) }
        }.max()
        values[.availableMemory] = after.availableMemory
        values[.memory] = after.memory
        let pressures: [(LevelPoint, String, KeyPath<HostCounters.Pressure, Double>)] = [
            (.processorPressure, "cpu", \.some), (.diskPressure, "io", \.some), (.diskStall, "io", \.full),
            (.memoryPressure, "memory", \.some),
        ]
        for (point, resource, kind) in pressures {
            guard let start = before.pressures[resource], let end = after.pressures[resource] else { continue }
            values[point] = min(1, max(0, end[keyPath: kind] - start[keyPath: kind]) / seconds)
        }
        if let start = before.engine, let end = after.engine {
            values[.engineProcessors] = max(0, end.processor - start.processor) / seconds
            values[.engineMemory] = end.memory
        }
        values[.ownProcessors] = rate(\.own)
        values[.lookSeconds] = look
    }

    /// It as figures of a run.
    func points(of configuration: String, round: Int) -> [JobPoint] {
        LevelPoint.allCases.compactMap { point in
            values[point].map { point.point($0, at: at, configuration: configuration, round: round) }
        }
    }
}
