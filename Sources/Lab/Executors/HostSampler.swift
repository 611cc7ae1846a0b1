import Foundation
import Model

struct HostSampler: Sendable {
    /// Nil where the process is not visible from here.
    let engine: Int32?

    /// Runs a body, and returns the samples taken meanwhile: one for every full interval.
    func during<Value: Sendable>(
        every interval: Duration, _ body: () async throws -> Value
    ) async throws -> (value: Value, samples: [HostSample]) {
        let samples = Shared<[HostSample]>([])
        async let _ = look(every: interval, into: samples)
        let value = try await body()
        return (value, samples.value)
    }

    private func look(every interval: Duration, into samples: Shared<[HostSample]>) async {
        let clock = ContinuousClock()
        var before = counters()
        var looked = clock.now
        while true {
            do { try await Task.sleep(until: looked + interval, clock: .continuous) } catch { return }
            let began = clock.now
            let after = counters()
            let sample = HostSample(
                from: before, to: after, seconds: (began - looked).seconds,
                processors: ProcessInfo.processInfo.processorCount, look: (clock.now - began).seconds, at: Date())
            samples.change { $0.append(sample) }
            before = after
            looked = began
        }
    }

    private func counters() -> HostCounters {
        func setting(_ name: Int) -> Double { Double(max(1, sysconf(Int32(name)))) }
        var counters = HostCounters(ticks: setting(_SC_CLK_TCK), pageSize: setting(_SC_PAGESIZE), engine: engine) {
            try? String(contentsOfFile: "/proc/\($0)", encoding: .utf8)
        }
        counters.own = ProcessorTime.now()
        return counters
    }
}

/// The host's state between two looks.
struct HostSample: Sendable, Equatable {
    let at: Date
    private(set) var values: [LevelPoint: Double]

    /// - Parameter look: how long the second look took, in seconds.
    init(from before: HostCounters, to after: HostCounters, seconds: Double, processors: Int, look: Double, at: Date) {
        self.at = at
        func rate(_ path: KeyPath<HostCounters, Double>) -> Double {
            max(0, after[keyPath: path] - before[keyPath: path]) / seconds
        }
        values = [
            .processors: Double(processors), .busyProcessors: rate(\.busy), .waitingProcessors: rate(\.waiting),
            .diskBytes: rate(\.diskBytes), .availableMemory: after.availableMemory, .memory: after.memory,
            .ownProcessors: rate(\.own), .lookSeconds: look,
        ]
        values[.diskBusy] = after.disks.compactMap { name, busy in
            before.disks[name].map { min(1, max(0, busy - $0) / seconds) }
        }.max()
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
    }

    func points(of configuration: String, round: Int) -> [JobPoint] {
        LevelPoint.allCases.compactMap { point in
            values[point].map { point.point($0, at: at, configuration: configuration, round: round) }
        }
    }
}

/// The kernel's counters at one moment. Times are in seconds, sizes in bytes.
///
/// Source: proc(5), Documentation/admin-guide/iostats.rst and Documentation/accounting/psi.rst of the Linux kernel.
struct HostCounters: Sendable, Equatable {
    struct Pressure: Sendable, Equatable {
        var some = 0.0
        var full = 0.0
    }

    struct ProcessCounters: Sendable, Equatable {
        var processor = 0.0
        var memory = 0.0
    }

    var busy = 0.0
    /// Idle time of all processors while something waited for a disk.
    var waiting = 0.0
    /// Busy time of each whole disk, by its name.
    var disks: [String: Double] = [:]
    var diskBytes = 0.0
    var availableMemory = 0.0
    var memory = 0.0
    /// By resource: `cpu`, `io`, `memory`; one that the kernel does not account is missing.
    var pressures: [String: Pressure] = [:]
    var engine: ProcessCounters?
    var own = 0.0
}

extension HostCounters {
    /// Reads them from files below `/proc`; missing values stay 0. The kernel's clock has `ticks` units per second.
    init(ticks: Double, pageSize: Double, engine: Int32?, read: (String) -> String?) {
        if let line = read("stat")?.split(separator: "\n").first {
            // user nice system idle iowait irq softirq steal; guest time is part of user time.
            let times = line.split(separator: " ").dropFirst().prefix(8).compactMap { Double($0) }
            if times.count == 8 {
                busy = (times.reduce(0, +) - times[3] - times[4] - times[7]) / ticks
                waiting = times[4] / ticks
            }
        }
        for line in (read("diskstats") ?? "").split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count >= 13, Self.isWholeDisk(fields[2]), let sectorsRead = Double(fields[5]),
                let sectorsWritten = Double(fields[9]), let milliseconds = Double(fields[12])
            else { continue }
            disks[String(fields[2])] = milliseconds / 1000
            diskBytes += (sectorsRead + sectorsWritten) * 512
        }
        for line in (read("meminfo") ?? "").split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count >= 2, let kibibytes = Double(fields[1]) else { continue }
            if fields[0] == "MemTotal:" { memory = kibibytes * 1024 }
            if fields[0] == "MemAvailable:" { availableMemory = kibibytes * 1024 }
        }
        for resource in ["cpu", "io", "memory"] {
            if let text = read("pressure/\(resource)") { pressures[resource] = Pressure(text) }
        }
        self.engine = engine.flatMap { read("\($0)/stat") }.flatMap { ProcessCounters($0, ticks, pageSize) }
    }

    /// Loop devices and device-mapper targets lie on disks that are counted already; partitions are part of a disk.
    private static func isWholeDisk(_ name: Substring) -> Bool {
        name.wholeMatch(of: #/(?:[shv]d[a-z]+|xvd[a-z]+|nvme\d+n\d+|mmcblk\d+)/#) != nil
    }
}

extension HostCounters.Pressure {
    /// From `some avg10=… total=…` and `full …`, whose totals are in microseconds.
    fileprivate init(_ text: String) {
        for line in text.split(separator: "\n") {
            guard let total = line.split(separator: " ").last(where: { $0.hasPrefix("total=") }),
                let microseconds = Double(total.dropFirst("total=".count))
            else { continue }
            if line.hasPrefix("some") { some = microseconds / 1e6 }
            if line.hasPrefix("full") { full = microseconds / 1e6 }
        }
    }
}

extension HostCounters.ProcessCounters {
    /// From the text of `/proc/PID/stat`, in which the program's name may contain any character.
    fileprivate init?(_ text: String, _ ticks: Double, _ pageSize: Double) {
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        // Fields of the whole line: state 3, utime 14, stime 15, rss 24.
        guard fields.count > 21, let user = Double(fields[11]), let system = Double(fields[12]),
            let pages = Double(fields[21])
        else { return nil }
        processor = (user + system) / ticks
        memory = pages * pageSize
    }
}

enum ProcessorTime {
    /// User and system time since the process began, in seconds, from `getrusage`.
    static func now() -> Double {
        var usage = rusage()
        guard getrusage(Int32(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
        let seconds = Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        let microseconds = Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
        return seconds + microseconds / 1_000_000
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
