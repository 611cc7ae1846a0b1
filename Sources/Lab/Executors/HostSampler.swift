import Foundation

/// Looks at the host while something runs on it.
struct HostSampler: Sendable {
    private let engine: Int32?

    /// - Parameter engine: the process of the engine; nil where it cannot be seen from here.
    init(engine: Int32?) {
        self.engine = engine
    }

    /// Runs a body, and returns what the host was like meanwhile: a sample for every interval that went by whole.
    func during<Value: Sendable>(
        every interval: Duration, _ body: () async throws -> Value
    ) async throws -> (value: Value, samples: [HostSample]) {
        let log = SampleLog()
        async let _ = look(every: interval, into: log)
        let value = try await body()
        return (value, await log.samples)
    }

    /// Until it is cancelled.
    private func look(every interval: Duration, into log: SampleLog) async {
        let clock = ContinuousClock()
        var before = counters()
        var looked = clock.now
        while true {
            do { try await Task.sleep(until: looked + interval, clock: .continuous) } catch { return }
            let began = clock.now
            let after = counters()
            await log.add(
                HostSample(
                    from: before, to: after, seconds: (began - looked).seconds,
                    processors: ProcessInfo.processInfo.processorCount, look: (clock.now - began).seconds, at: Date()))
            before = after
            looked = began
        }
    }

    private func counters() -> HostCounters {
        var counters = HostCounters(
            ticks: Double(max(1, sysconf(Int32(_SC_CLK_TCK)))), pageSize: Double(max(1, sysconf(Int32(_SC_PAGESIZE)))),
            engine: engine
        ) { name in
            try? String(contentsOfFile: "/proc/\(name)", encoding: .utf8)
        }
        counters.own = ProcessorTime.now()
        return counters
    }
}

/// The samples of one level, in their order.
private actor SampleLog {
    private(set) var samples: [HostSample] = []

    func add(_ sample: HostSample) { samples.append(sample) }
}
