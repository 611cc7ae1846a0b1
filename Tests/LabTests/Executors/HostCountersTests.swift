import Foundation
import Model
import Testing

@testable import Lab

struct HostCountersTests {
    private let texts = [
        "stat": "cpu  100 0 50 800 30 5 5 10 0 0\ncpu0 1 2 3\n",
        "diskstats": """
           7       0 loop0 9 0 900 9 9 0 900 9 0 900 9
         254       0 vda 10 0 200 5 20 0 400 9 0 1500 12 0 0 0 0
         254       1 vda1 10 0 200 5 20 0 400 9 0 1500 12
        """,
        "meminfo": "MemTotal:  1000 kB\nMemFree: 1 kB\nMemAvailable:  600 kB\n",
        "pressure/cpu": "some avg10=0.00 avg60=0.00 avg300=0.00 total=2000000\n",
        "pressure/io": "some avg10=0.00 total=500000\nfull avg10=0.00 total=250000\n",
        "42/stat": "42 (a (b) c) S 1 1 1 0 -1 4194560 1 0 0 0 150 50 0 0 20 0 9 0 77 1000 25 18446744073709551615\n",
    ]

    private func counters(_ texts: [String: String]) -> HostCounters {
        HostCounters(ticks: 100, pageSize: 4096, engine: 42) { texts[$0] }
    }

    @Test func textsOfTheKernelAreRead() {
        let found = counters(texts)
        #expect(abs(found.busy - 1.6) < 1e-9 && abs(found.waiting - 0.3) < 1e-9)
        #expect(found.disks == ["vda": 1.5] && found.diskBytes == 600 * 512)
        #expect(found.memory == 1_024_000 && found.availableMemory == 614_400)
        #expect(found.pressures["cpu"]?.some == 2 && found.pressures["io"] == .init(some: 0.5, full: 0.25))
        #expect(found.pressures["memory"] == nil)
        #expect(found.engine == .init(processor: 2, memory: 25 * 4096))
    }

    @Test func whatIsNotThereIsNoFigure() {
        let empty = counters([:])
        #expect(empty == HostCounters())
        let sample = HostSample(from: empty, to: empty, seconds: 1, processors: 2, look: 0, at: .distantPast)
        #expect(sample.values[.engineProcessors] == nil && sample.values[.diskBusy] == nil)
        #expect(sample.values[.processorPressure] == nil)
    }

    @Test func ratesAreOfTheTimeBetweenTwoLooks() {
        var later = counters(texts)
        later.busy += 3
        later.disks["vda"] = 2.5
        later.pressures["cpu"]?.some += 1
        later.engine?.processor += 0.5
        let sample = HostSample(
            from: counters(texts), to: later, seconds: 2, processors: 2, look: 0.001, at: .distantPast)
        #expect(abs((sample.values[.busyProcessors] ?? 0) - 1.5) < 1e-9 && sample.values[.diskBusy] == 0.5)
        #expect(sample.values[.processorPressure] == 0.5 && sample.values[.engineProcessors] == 0.25)
        #expect(sample.points(of: "executors=1", round: 1).count == sample.values.count)
    }

    /// A processor that is kept busy for a known time is seen to be.
    @Test func plantedWorkIsSeen() async throws {
        let (_, samples) = try await HostSampler(engine: nil).during(every: .milliseconds(200)) {
            let end = ContinuousClock.now + .milliseconds(900)
            var turns = 0
            while ContinuousClock.now < end { turns &+= 1 }
            // Gives the looks that are due their turn.
            try await Task.sleep(for: .milliseconds(50))
            return turns
        }
        #expect(samples.count >= 2)
        let own = samples.compactMap { $0.values[.ownProcessors] }.max() ?? 0
        #expect(own > 0.5, "\(own)")
    }
}
