import Testing

@testable import Model

/// The factors `executors` and `load`, and the plan of levels that they make.
@Suite("The factors executors and load") struct ExecutorFactorTests {
    private func text(
        _ factors: String = "builder: [buildkit], executors: [1, 2, 4], load: [closed, 70%]",
        exclude: String = "exclude: [{load: 70%, executors: 1}, {load: 70%, executors: 4}]", more: String = "",
        profiles: String = "profiles: {quick: {jobs: 5, repeats: 2}}"
    ) -> String {
        Samples.text(
            fixtures: "fixtures: [scap, noop]", factors: "factors: {\(factors)}", profiles: profiles,
            more: [exclude, more].filter { !$0.isEmpty }.joined(separator: "\n"))
    }

    private func plan(_ text: String, seed: UInt64 = 1) throws -> (scenario: Scenario, jobs: [PlannedJob]) {
        let scenario = try Scenario.parse(text, file: "t.yaml", questions: nil)
        let length = try scenario.traceRequest(profile: "quick").length
        let plan = try scenario.plan(profile: "quick", seed: seed, traces: Samples.traces(length: length))
        return (scenario, plan.jobs)
    }

    @Test("names levels, and asks for traces that are long enough")
    func levels() throws {
        let (scenario, jobs) = try plan(text(more: "mix: {scap: 3, noop: 1}"))
        #expect(
            scenario.configurations.map(\.name) == [
                "builder=buildkit,executors=1,load=closed", "builder=buildkit,executors=2,load=closed",
                "builder=buildkit,executors=2,load=70%", "builder=buildkit,executors=4,load=closed",
            ])
        // 5, 6, 6 and 12 jobs a level, twice; of them three quarters are scap's: 4, 4, 4 and 9 by largest remainder, the first by name
        // where both are alike.
        let levels = jobs.filter { !$0.warmup }
        #expect(levels.count == 2 * (5 + 6 + 6 + 12))
        #expect(levels.count { $0.fixture == "scap" } == 2 * (4 + 4 + 4 + 9))
        #expect(try scenario.traceRequest(profile: "quick").length == 2 * (4 + 4 + 4 + 9))
        #expect(jobs.map(\.position) == Array(jobs.indices))
        #expect(jobs.prefix(4).allSatisfy { $0.warmup && $0.weight == 0 } && jobs.count { $0.warmup } == 4)
    }

    @Test("levels whose jobs arrive by themselves may have a number of jobs of their own")
    func openLevels() throws {
        let (scenario, jobs) = try plan(text(profiles: "profiles: {quick: {jobs: 5, open_jobs: 40, repeats: 2}}"))
        let levels = jobs.filter { !$0.warmup }
        #expect(levels.count { $0.configuration.load == .closed } == 2 * (5 + 6 + 12))
        #expect(levels.count { $0.arrival != nil } == 2 * 40)
        let (closed, _) = try plan(text(profiles: "profiles: {quick: {jobs: 5, repeats: 2}}"))
        #expect(try scenario.hash(profile: "quick") != closed.hash(profile: "quick"))
        let none = Samples.problems(text(profiles: "profiles: {quick: {jobs: 5, open_jobs: 0}}"))
        #expect(none.count == 1 && none.contains { $0.contains("profiles.quick.open_jobs: ") }, "\(none)")
        let alone = Samples.problems(
            text(
                "builder: [buildkit], executors: [1]", exclude: "",
                profiles: "profiles: {quick: {jobs: 5, open_jobs: 9}}"))
        #expect(alone.count == 1 && alone.contains { $0.contains("no jobs arrive by themselves") }, "\(alone)")
    }

    @Test("builds every change once")
    func changes() throws {
        let jobs = try plan(text()).jobs.filter { !$0.warmup }
        for fixture in ["scap", "noop"] {
            let changes = jobs.filter { $0.fixture == fixture }.map(\.change.index)
            #expect(changes == Array(1...changes.count))
        }
    }

    @Test("goes through the levels back and forth, open ones after closed ones, with arrivals of mean 1")
    func order() throws {
        let jobs = try plan(text(profiles: "profiles: {quick: {jobs: 400, repeats: 2}}")).jobs.filter { !$0.warmup }
        func order(_ round: Int) -> [String] {
            var names: [String] = []
            for job in jobs where job.round == round && job.configuration.name != names.last {
                names.append(job.configuration.name)
            }
            return names
        }
        #expect(order(1).count == 4 && Array(order(1).prefix(3)) == order(2).prefix(3).reversed())
        #expect(order(1).last == "builder=buildkit,executors=2,load=70%")
        for round in 1...2 {
            let arrivals = jobs.filter { $0.round == round }.compactMap(\.arrival)
            #expect(arrivals.count == 400 && arrivals.first == 0 && arrivals == arrivals.sorted())
            // The mean of 399 exponential times of mean 1 is within 0.2 of it but once in 16,000.
            #expect(abs((arrivals.last ?? 0) / 399 - 1) < 0.2)
        }
        let closed = jobs.filter { $0.configuration.load == .closed }
        #expect(closed.allSatisfy { $0.arrival == nil })
    }

    @Test("is the same for the same seed only")
    func seeds() throws {
        #expect(try plan(text()).jobs == plan(text()).jobs)
        #expect(try plan(text()).jobs != plan(text(), seed: 2).jobs)
    }

    @Test("spaces jobs as recorded times are, at the asked rate")
    func recorded() throws {
        let yaml = text(
            "builder: [buildkit], executors: [2], load: [closed, 70%-recorded]", exclude: "",
            more: "arrivals: times/queue.txt", profiles: "profiles: {quick: {jobs: 6, repeats: 2}}")
        let scenario = try Scenario.parse(yaml, file: "folder/t.yaml", questions: nil)
        #expect(scenario.arrivalsPath == "folder/times/queue.txt")
        #expect(scenario.configurations.map(\.name).last == "builder=buildkit,executors=2,load=70%-recorded")
        let traces = Samples.traces(length: try scenario.traceRequest(profile: "quick").length)
        // A burst of three, an hour's pause, another burst; the night between the two days is no spacing.
        let seconds: [Double] = [0, 1, 2, 3602, 3603, 3604, 90_000, 90_001, 90_002, 93_602, 93_603, 93_604]
        let jobs = try scenario.plan(
            profile: "quick", seed: 1, traces: traces, recorded: RecordedTimes(seconds: seconds)
        ).jobs
        let allowed: Set<Double> = [1, 3600]
        for round in 1...2 {
            let arrivals = jobs.filter { $0.round == round }.compactMap(\.arrival)
            #expect(arrivals.count == 6 && arrivals.first == 0 && abs((arrivals.last ?? 0) - 5) < 1e-9)
            // The mean is 1, and the longest is 3600 times the shortest.
            let gaps = zip(arrivals, arrivals.dropFirst()).map { $1 - $0 }
            let shortest = gaps.min() ?? 0
            #expect(gaps.allSatisfy { allowed.contains(($0 / shortest).rounded()) } && gaps.contains { $0 > 1 })
        }
        #expect(jobs.filter { $0.configuration.load == .closed }.allSatisfy { $0.arrival == nil })
        // Without the file the fixtures' histories are looked at, and these have none.
        #expect(throws: PlanInvalid.self) { try scenario.plan(profile: "quick", seed: 1, traces: traces) }
        var history = traces
        history[0].times = seconds
        #expect(throws: Never.self) { try scenario.plan(profile: "quick", seed: 1, traces: history) }
    }

    @Test(
        "refuses what makes no sense, with its place",
        arguments: [
            ("builder: [buildkit], executors: [0]", "a whole number from 1 to 1024"),
            ("builder: [buildkit], load: [closed]", "expected a factor 'executors'"),
            ("builder: [buildkit], executors: [1], load: [fast]", "as 70%"),
            ("builder: [buildkit], executors: [1], load: [0%]", "as 70%"),
            ("builder: [buildkit], executors: [2], load: [70%]", "has no closed level"),
            ("builder: [buildkit], executors: [2], load: [closed, 0%-recorded]", "70%-recorded"),
            ("builder: [buildkit], executors: [2], load: [closed, recorded]", "70%-recorded"),
            ("builder: [buildkit], executors: [2], load: [closed, 70%-recorded]", "arrivals: FILE"),
            ("builder: [buildkit], executors: [2], policy: [lru]", "expected neither with executors"),
        ])
    func refused(factors: String, problem: String) {
        let problems = Samples.problems(text(factors, exclude: ""))
        #expect(problems.contains { $0.contains(problem) }, "\(problems)")
        #expect(problems.allSatisfy { $0.wholeMatch(of: #/trial\.yaml:\d+:\d+: .*/#) != nil })
    }

    @Test("refuses other keys that do not go with levels")
    func keys() {
        func problems(_ text: String) -> String { Samples.problems(text).joined(separator: "\n") }
        #expect(problems(text(profiles: "profiles: {quick: {changes: 5}}")).contains("unknown key 'changes'"))
        #expect(problems(text(more: "reference: direct")).contains("no factor 'executors'"))
        #expect(problems(text(more: "workload: {ledger: always}")).contains("expected never, or nothing"))
        #expect(problems(text(more: "mix: {scap: 1}")).contains("a weight for fixture 'noop' too"))
        #expect(problems(text(more: "mix: {scap: 1, noop: 0}")).contains("a whole number from 1 to 1000"))
        #expect(problems(text(more: "mix: {scap: 1, nop: 1, noop: 1}")).contains("mix: unknown value 'nop'"))
        #expect(problems(text(more: "arrivals: times")).contains("no jobs arrive by recorded times"))
        #expect(problems(text(more: "arrivals: [1]")).contains("expected a path to a file of recorded times"))
        #expect(problems(Samples.text(more: "mix: {noop: 1}")).contains("expected a factor 'executors'"))
    }
}
