import Model
import Statistics
import Store

/// From what probes saw, and what jobs took, to what a run says of `isolation`.
struct IsolationAnalysis {
    private let run: RunSummary
    /// What was told, warm-ups included: what a probe sees is a fact and no time.
    private let probes: [Told]
    private let jobs: [Series: [Job]]

    /// What a probe saw, and in a job of which fixture and configuration.
    private typealias Told = (series: Series, record: ProbeRecord)

    /// What a run in a database says of `isolation`; nil where none of its scenarios bears on it.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> IsolationEvidence? {
        let scenarios = run.scenarios(bearingOn: IsolationQuestion.id)
        guard !scenarios.isEmpty else { return nil }
        var jobs: [Job] = []
        var series: [Int64: Series] = [:]
        // What is wrong with the probes' output: lines that could not be read, probes not told of.
        var incomplete: [Series: [ProbePoint: Int]] = [:]
        let parts: [JobPart] = [.stepCounts, .pointsNamed(by: ProbePoint.self)]
        for job in try database.jobs(run: run, of: scenarios, including: parts) {
            jobs.append(job)
            series[job.id] = job.series
            for kind in ProbePoint.allCases {
                for count in job.values(of: kind) {
                    incomplete[job.series, default: [:]][kind, default: 0] += Int(count)
                }
            }
        }
        let probes = try database.probes(run: run.id).compactMap { probe in
            series[probe.job].map { (series: $0, record: probe.record) }
        }
        let analysis = IsolationAnalysis(run: run, probes: probes, jobs: Dictionary(grouping: jobs, by: \.series))
        return IsolationEvidence(
            run: run, scenarios: scenarios, probes: analysis.found(), prices: analysis.prices(),
            gVisor: analysis.gVisor(), warnings: analysis.warnings(incomplete))
    }

    private func found() -> [ProbeEvidence] {
        var order: [String] = []
        var told: [String: [Told]] = [:]
        for probe in probes {
            if told[probe.record.probe] == nil { order.append(probe.record.probe) }
            told[probe.record.probe, default: []].append(probe)
        }
        return order.compactMap { id in
            guard let probes = told[id], let first = probes.first?.record else { return nil }
            let bySetting = Dictionary(grouping: probes) { ProbeSetting($0.record.place, in: $0.series) }
            return ProbeEvidence(
                id: id, tries: first.tries, expected: first.expected, matters: first.matters,
                outcomes: bySetting.mapValues { ProbeOutcome($0.map { ($0.record.seen, $0.record.passed) }) })
        }
    }

    // MARK: - Prices

    /// Fixtures that probe take another time by what they may try, and are left out.
    private func prices() -> [IsolationPrice] {
        let probing = Set(probes.map(\.series.fixture))
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
            job[.run].map { (job.round, $0, job.command) }
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
        let search = WarningSearch(run: run, jobs: jobs)
        return search.runWarnings() + search.failures()
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
