import Testing

@testable import Model

@Suite("A plan's weights")
struct PlanWeightTests {
    private func jobs(_ traces: [Trace], changes: Int = 8) throws -> [PlannedJob] {
        try Samples.scenario(changes: changes).plan(profile: "quick", seed: 3, traces: traces).jobs
    }

    @Test("bring a drawn trace back to its population's proportions")
    func proportions() throws {
        let trace = try jobs(Samples.traces()).filter { $0.fixture == "scap" && $0.purpose == .trace }
        let one = trace.filter { $0.configuration.builder == .legacy }
        let total = one.map(\.weight).reduce(0, +)
        #expect(abs(total - 8) < 1e-9)
        for (changeClass, population) in [(ChangeClass.source, 278.0), (.dependency, 9), (.dockerfile, 3)] {
            let share = one.filter { $0.change.changeClass == changeClass }.map(\.weight).reduce(0, +) / total
            #expect(abs(share - population / 290) < 1e-9)
        }
    }

    @Test("are 0 for what is not of the trace, and 1 where the trace is its own population")
    func outsideTheTrace() throws {
        let jobs = try jobs(Samples.traces())
        #expect(jobs.allSatisfy { ($0.weight == 0) == ($0.purpose != .trace) })
        #expect(jobs.filter { $0.fixture == "noop" && $0.purpose == .trace }.allSatisfy { $0.weight == 1 })
    }

    @Test("are 1 for a class that the population lacks, and count only the changes that are replayed")
    func edges() throws {
        var traces = Samples.traces(length: 12)
        traces[1].changes[3].changeClass = .base
        let trace = try jobs(traces).filter {
            $0.fixture == "scap" && $0.purpose == .trace && $0.configuration.builder == .buildkit
        }
        #expect(trace.count == 8)
        #expect(trace.filter { $0.change.changeClass == .base }.map(\.weight) == [1])
        #expect(abs((trace.first { $0.change.changeClass == .source }?.weight ?? 0) - 278.0 / 290 / (5.0 / 8)) < 1e-9)
    }
}
