import Model
import Statistics
import Store

/// From what probes saw, and what jobs took, to what a run says of `isolation`.
struct IsolationAnalysis {
    private let run: RunSummary
    /// What was told, warm-ups included: what a probe sees is a fact and no time.
    private let probes: [Told]
    private let jobs: [Series: [Job]]

    private typealias Told = (series: Series, record: ProbeRecord)

    /// What a run in a database says of `isolation`; nil where none of its scenarios bears on it.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> IsolationEvidence? {
        let scenarios = run.scenarios(bearingOn: IsolationQuestion().id)
        guard !scenarios.isEmpty else { return nil }
        let parts: [JobPart] = [.stepCounts, .pointsNamed(by: ProbePoint.self)]
        let jobs = try database.jobs(run: run, of: scenarios, including: parts)
        let series = Dictionary(jobs.map { ($0.id, $0.series) }) { _, last in last }
        // What is wrong with the probes' output: lines that could not be read, probes not told of.
        var incomplete: [Series: [ProbePoint: Int]] = [:]
        for job in jobs {
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
        let told = Dictionary(grouping: probes, by: \.record.probe)
        var seen: Set<String> = []
        return probes.map(\.record).filter { seen.insert($0.probe).inserted }.map { first in
            let bySetting = Dictionary(grouping: told[first.probe] ?? []) {
                ProbeSetting($0.record.place, in: $0.series)
            }
            return ProbeEvidence(
                id: first.probe, tries: first.tries, expected: first.expected, matters: first.matters,
                outcomes: bySetting.mapValues { ProbeOutcome($0.map { ($0.record.seen, $0.record.passed) }) })
        }
    }

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

    private func gVisor() -> IsolationEvidence.GVisor {
        let runtimes = Set(jobs.keys.compactMap { $0.factors?.runtime })
        if runtimes.contains(.runsc) { return .measured }
        let known = run.record.fingerprint.engine["runtimes"]?.split(separator: ",").map(String.init)
        guard let known, !runtimes.isEmpty else { return .notAsked }
        return known.contains("runsc") ? .notAsked : .notInstalled
    }

    private func warnings(_ incomplete: [Series: [ProbePoint: Int]]) -> [Warning] {
        let search = WarningSearch(run: run, jobs: jobs)
        return search.runWarnings() + search.failures()
            + incomplete.sorted { $0.key < $1.key }.map {
                .probesIncomplete(
                    series: $0.key, malformed: $0.value[.malformed] ?? 0, missing: $0.value[.missing] ?? 0)
            }
    }
}

extension Series {
    fileprivate var isUsual: Bool { ProbeSetting(.job, in: self).isUsualJob }

    fileprivate func sharesBuilder(with other: Series) -> Bool { factors?.builder == other.factors?.builder }
}
