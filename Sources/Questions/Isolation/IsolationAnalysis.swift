import Model
import Statistics
import Store

/// From what probes saw, and what jobs took, to what a run says of `isolation`. Pure: the same values in the same order give the same
/// findings.
struct IsolationAnalysis: Sendable {
    private let run: RunSummary
    private let probes: [StoredProbe]
    private let jobs: [Series: [Observation]]

    /// The findings of the given probes and jobs, all of scenarios that bear on the question.
    ///
    /// - Parameters:
    ///   - probes: what was told, warm-ups included: what a probe sees is a fact and no time.
    ///   - incomplete: what is wrong with the probes' output, by series: lines that could not be read, probes not told of.
    static func findings(
        run: RunSummary, scenarios: [String], probes: [StoredProbe], jobs: [Observation],
        incomplete: [Series: [ProbePoint: Int]] = [:]
    ) -> IsolationFindings {
        let analysis = IsolationAnalysis(
            run: run, probes: probes, jobs: Dictionary(grouping: jobs, by: \.series))
        return IsolationFindings(
            run: run, scenarios: scenarios, probes: analysis.found(), prices: analysis.prices(),
            gVisor: analysis.gVisor(), cautions: analysis.cautions(incomplete))
    }

    private func found() -> [ProbeFindings] {
        var order: [String] = []
        var told: [String: [StoredProbe]] = [:]
        for probe in probes {
            if told[probe.record.probe] == nil { order.append(probe.record.probe) }
            told[probe.record.probe, default: []].append(probe)
        }
        return order.compactMap { id in
            guard let first = told[id]?.first?.record else { return nil }
            let bySetting = Dictionary(grouping: told[id] ?? []) { probe in
                ProbeSetting(
                    probe.record.place, in: Series(fixture: probe.fixture, configuration: probe.configuration))
            }
            return ProbeFindings(
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
            run: Estimate(
                value: sample.median, interval: sample.medianInterval()?.range, count: sample.count),
            command: Medians.plain(own.compactMap(\.command)), pairs: isBase ? 0 : differences.count,
            difference: isBase || differences.isEmpty ? nil : Paired.difference(differences))
    }

    private func counted(_ series: Series) -> [(round: Int, seconds: Double, command: Double?)] {
        (jobs[series] ?? []).filter { $0.isWarm && $0.weight > 0 }.compactMap { job in
            job.phases[.run].map { (job.round, $0, job.command) }
        }
    }

    // MARK: - Beside

    private func gVisor() -> IsolationFindings.GVisor {
        let runtimes = Set(jobs.keys.compactMap { $0.factor("runtime") })
        if runtimes.contains("runsc") { return .measured }
        let known = run.record.fingerprint.engine["runtimes"]?.split(separator: ",").map(String.init)
        guard let known, !runtimes.isEmpty else { return .notAsked }
        return known.contains("runsc") ? .notAsked : .notInstalled
    }

    private func cautions(_ incomplete: [Series: [ProbePoint: Int]]) -> [Caution] {
        let search = CautionSearch(run: run, jobs: jobs, series: [])
        return search.runCautions() + jobs.keys.sorted().flatMap { search.failures($0, jobs[$0] ?? []) }
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
