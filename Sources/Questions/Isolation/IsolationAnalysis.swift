import Model
import Statistics
import Store

/// From what probes saw, and what jobs took, to what a run says of `isolation`.
struct IsolationAnalysis {
    private let run: RunSummary
    /// What was told, warm-ups included: what a probe sees is a fact and no time.
    private let probes: [StoredProbe]
    private let jobs: [Series: [Observation]]

    /// What a run in a database says of `isolation`; nil where none of its scenarios bears on it.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> IsolationEvidence? {
        let scenarios = run.scenarios(bearingOn: IsolationQuestion.id)
        guard !scenarios.isEmpty else { return nil }
        var jobs: [Observation] = []
        var series: [Int64: Series] = [:]
        try database.forEachJob(run: run.id, including: .stepCounts) { stored in
            guard scenarios.contains(stored.record.scenario) else { return }
            let counts = stored.stepCounts ?? StepCounts()
            let job = Observation(stored.record, cacheableSteps: counts.cacheable, cachedSteps: counts.cached)
            jobs.append(job)
            series[stored.id] = job.series
        }
        // What is wrong with the probes' output: lines that could not be read, probes not told of.
        var incomplete: [Series: [ProbePoint: Int]] = [:]
        for kind in ProbePoint.allCases {
            for point in try database.points(run: run.id, name: kind.rawValue) {
                guard let series = point.job.flatMap({ series[$0] }) else { continue }
                incomplete[series, default: [:]][kind, default: 0] += Int(point.value)
            }
        }
        let analysis = IsolationAnalysis(
            run: run, probes: try database.probes(run: run.id).filter { scenarios.contains($0.scenario) },
            jobs: Dictionary(grouping: jobs, by: \.series))
        return IsolationEvidence(
            run: run, scenarios: scenarios, probes: analysis.found(), prices: analysis.prices(),
            gVisor: analysis.gVisor(), warnings: analysis.warnings(incomplete))
    }

    private func found() -> [ProbeEvidence] {
        var order: [String] = []
        var told: [String: [StoredProbe]] = [:]
        for probe in probes {
            if told[probe.record.probe] == nil { order.append(probe.record.probe) }
            told[probe.record.probe, default: []].append(probe)
        }
        return order.compactMap { id in
            guard let probes = told[id], let first = probes.first?.record else { return nil }
            let bySetting = Dictionary(grouping: probes) { probe in
                ProbeSetting(
                    probe.record.place, in: Series(fixture: probe.fixture, configuration: probe.configuration))
            }
            return ProbeEvidence(
                id: id, tries: first.tries, expected: first.expected, matters: first.matters,
                outcomes: bySetting.mapValues { ProbeOutcome($0.map { ($0.record.seen, $0.record.passed) }) })
        }
    }

    // MARK: - Prices

    /// Fixtures that probe take another time by what they may try, and are left out.
    private func prices() -> [IsolationPrice] {
        let probing = Set(probes.map(\.fixture))
        let series = jobs.keys.filter { !probing.contains($0.fixture) }.sorted()
        return series.compactMap { name in
            let siblings = series.filter { $0.fixture == name.fixture && $0.sharesBuilder(with: name) }
            guard siblings.count > 1, let usual = siblings.first(where: \.isUsual) else { return nil }
            return price(name, beside: usual)
        }
    }

    private func price(_ series: Series, beside usual: Series) -> IsolationPrice? {
        let own = counted(series)
        guard let sample = try? Sample(own.map(\.seconds)) else { return nil }
        let base = Dictionary(counted(usual).map { ($0.round, $0.seconds) }, uniquingKeysWith: { first, _ in first })
        let differences = own.compactMap { job in base[job.round].map { job.seconds - $0 } }
        let isBase = series == usual
        return IsolationPrice(
            series: series, isBase: isBase,
            run: Estimate(value: sample.median, interval: sample.medianInterval()?.range, count: sample.count),
            command: Medians.plain(own.compactMap(\.command)), pairs: isBase ? 0 : differences.count,
            difference: isBase || differences.isEmpty ? nil : Paired.difference(differences))
    }

    private func counted(_ series: Series) -> [(round: Int, seconds: Double, command: Double?)] {
        (jobs[series] ?? []).filter { $0.isWarm && $0.weight > 0 }.compactMap { job in
            job.phases[.run].map { (job.round, $0, job.command) }
        }
    }

    // MARK: - Beside

    private func gVisor() -> IsolationEvidence.GVisor {
        let runtimes = Set(jobs.keys.compactMap { $0.factor("runtime") })
        if runtimes.contains("runsc") { return .measured }
        let known = run.record.fingerprint.engine["runtimes"]?.split(separator: ",").map(String.init)
        guard let known, !runtimes.isEmpty else { return .notAsked }
        return known.contains("runsc") ? .notAsked : .notInstalled
    }

    private func warnings(_ incomplete: [Series: [ProbePoint: Int]]) -> [Warning] {
        let search = WarningSearch(run: run, jobs: jobs, series: [])
        return search.runWarnings() + jobs.keys.sorted().flatMap { search.failures($0, jobs[$0] ?? []) }
            + incomplete.sorted { $0.key < $1.key }.map { series, counts in
                .probesIncomplete(
                    series: series, malformed: counts[.malformed] ?? 0, missing: counts[.missing] ?? 0)
            }
    }
}

extension Series {
    /// Whether its jobs run in the usual container.
    fileprivate var isUsual: Bool {
        (factor("runtime") ?? "runc") == "runc" && (factor("hardening") ?? "default") == "default"
    }

    fileprivate func sharesBuilder(with other: Series) -> Bool { factor("builder") == other.factor("builder") }
}
