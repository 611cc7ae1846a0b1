import Foundation

/// The figures of the host while a level of executors is at work, by the names of their series; each is of the time between two
/// looks.
public enum LevelPoint: String, Sendable, CaseIterable {
    /// How many processors were at work.
    case busyProcessors = "host_busy_processors"
    /// How many processors there are.
    case processors = "host_processors"
    /// How many processors idled while something waited for a disk.
    case waitingProcessors = "host_waiting_processors"
    /// The share of the time in which the busiest disk was at work.
    case diskBusy = "host_disk_busy"
    /// What was read from all disks and written to them, a second.
    case diskBytes = "host_disk_bytes_rate"
    /// The memory that programs could still have.
    case availableMemory = "host_available_memory"
    /// All memory.
    case memory = "host_memory"
    /// The share of the time in which something that could run waited for a processor.
    case processorPressure = "pressure_cpu_some"
    /// The share of the time in which something waited for a disk.
    case diskPressure = "pressure_io_some"
    /// The share of the time in which everything waited for a disk.
    case diskStall = "pressure_io_full"
    /// The share of the time in which something waited for memory.
    case memoryPressure = "pressure_memory_some"
    /// How many processors the engine's own process used.
    case engineProcessors = "engine_processors"
    /// The memory of the engine's own process.
    case engineMemory = "engine_memory"
    /// How many processors Plimsoll used.
    case ownProcessors = "own_processors"
    /// How long a look at all this took.
    case lookSeconds = "sample_s"

    /// The series' unit.
    public var unit: String {
        switch self {
        case .busyProcessors, .processors, .waitingProcessors, .engineProcessors, .ownProcessors: "processor"
        case .diskBusy, .processorPressure, .diskPressure, .diskStall, .memoryPressure: "share"
        case .diskBytes: "byte/s"
        case .availableMemory, .memory, .engineMemory: "byte"
        case .lookSeconds: "s"
        }
    }

    /// A value of it at a level, which its series is named for: `host_busy_processors@builder=legacy,executors=2#1`.
    public func point(_ value: Double, at: Date, configuration: String, round: Int) -> JobPoint {
        JobPoint(name: Self.series(rawValue, configuration, round), unit: unit, value: value, at: at)
    }

    /// The level that a series is of; nil where it is of none.
    public static func level(of series: String) -> (point: LevelPoint, configuration: String, round: Int)? {
        let parts = series.split(separator: "@", maxSplits: 1)
        guard parts.count == 2, let point = LevelPoint(rawValue: String(parts[0])),
            let mark = parts[1].lastIndex(of: "#"), let round = Int(parts[1][parts[1].index(after: mark)...])
        else { return nil }
        return (point, String(parts[1][..<mark]), round)
    }

    private static func series(_ name: String, _ configuration: String, _ round: Int) -> String {
        "\(name)@\(configuration)#\(round)"
    }
}
