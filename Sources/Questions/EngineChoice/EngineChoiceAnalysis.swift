import Model
import Store

/// From a run's jobs, samples of disks and audits to what they say of `engine-choice`.
struct EngineChoiceAnalysis {
    private let run: RunSummary
    private let jobs: [Job]
    private let audits: [StoredAudit]
    private let leaks: [StoredLeak]

    /// What a run in a database says of it; nil where none of its scenarios bears on it, or all its jobs ran on one engine.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> EngineChoiceEvidence? {
        let scenarios = run.scenarios(bearingOn: EngineChoiceQuestion().id)
        guard !scenarios.isEmpty else { return nil }
        let jobs = try database.jobs(run: run, of: scenarios, including: [.stepCounts, .disk])
            .filter { $0.cell.factors?.engine != nil }
        guard Set(jobs.compactMap { $0.cell.factors?.engine }).count > 1 else { return nil }
        return EngineChoiceAnalysis(
            run: run, jobs: jobs, audits: try database.audits(run: run.id),
            leaks: try database.leaks(run: run.id).filter { scenarios.contains($0.scenario) }
        ).evidence(scenarios: scenarios)
    }

    private func evidence(scenarios: [String]) -> EngineChoiceEvidence {
        let engines = RunEngines(run)
        let configurations = engines.sorted(Set(jobs.compactMap(\.cell.factors)))
        let byName = Dictionary(grouping: jobs, by: \.cell.configuration)
        let byEngine = Dictionary(grouping: jobs) { $0.cell.factors?.engine ?? .host }
        let disks = byEngine.mapValues { EngineDisks($0) }
        var seen: Set<EngineSource> = []
        let sources = configurations.compactMap(\.engine).filter { seen.insert($0).inserted }
        var evidence = EngineChoiceEvidence(
            run: run, scenarios: scenarios,
            choices: configurations.map { configuration in
                choice(
                    configuration, byName[configuration.name] ?? [],
                    disk: disks[configuration.engine ?? .host]?.added(by: configuration, seed: run.record.seed))
            },
            engines: sources.map { source in
                EngineFacts(
                    source: source, version: engines.version(of: source),
                    driver: engines.fact("storage_driver", of: source),
                    apiVersion: engines.fact("api_version", of: source),
                    clocks: Dictionary(
                        grouping: (byEngine[source] ?? []).filter { $0.command != nil }, by: \.commandClock
                    )
                    .mapValues(\.count),
                    level: disks[source]?.level)
            },
            strayLeaks: leaks.count { $0.leak.job == nil }, warnings: [])
        compare(&evidence, byName)
        evidence.warnings = warnings(evidence, byName)
        return evidence
    }

    private func choice(_ configuration: Configuration, _ jobs: [Job], disk: EngineDisk?) -> EngineBuilder {
        let warm = jobs.filter(\.isOfSourceChange)
        let ids = Set(jobs.map(\.id))
        let audits = audits.filter { $0.job.map(ids.contains) ?? false }
        let unseen = Set(audits.flatMap(\.record.kinds).filter { $0.sight != "seen" }.map(\.name))
        return EngineBuilder(
            configuration: configuration, overhead: warm.median(of: \.overhead, seed: run.record.seed),
            points: warm.compactMap(\.overhead), parts: warm.isEmpty ? nil : WallParts(mediansOf: warm),
            floor: jobs.filter { $0.series.isFloor && $0.isWarm }.median(of: \.overhead, seed: run.record.seed),
            cacheableSteps: warm.reduce(0) { $0 + $1.cacheableSteps },
            cachedSteps: warm.reduce(0) { $0 + $1.cachedSteps }, disk: disk, audited: audits.count,
            leaks: Dictionary(grouping: leaks.filter { $0.leak.job.map(ids.contains) ?? false }, by: \.leak.kind)
                .mapValues(\.count),
            unseen: unseen.sorted(), jobs: jobs.count, failures: jobs.count { $0.outcome != .succeeded })
    }

    /// Pairs each job of a source change with the lowest's of the same round, which builds the same change.
    private func compare(_ evidence: inout EngineChoiceEvidence, _ byName: [String: [Job]]) {
        guard let lowest = evidence.lowest?.configuration.name else { return }
        struct Place: Hashable {
            let fixture: String
            let round: Int
        }
        func overheads(_ name: String) -> [Place: Double] {
            let jobs = (byName[name] ?? []).filter(\.isOfSourceChange)
            return Dictionary(
                jobs.compactMap { job in
                    job.overhead.map { (Place(fixture: job.cell.fixture, round: job.round), $0) }
                }, uniquingKeysWith: { first, _ in first })
        }
        let base = overheads(lowest)
        for index in evidence.choices.indices {
            let name = evidence.choices[index].configuration.name
            guard name != lowest else {
                evidence.choices[index].standing = .lowest
                continue
            }
            let differences = overheads(name).compactMap { place, seconds in base[place].map { seconds - $0 } }.sorted()
            guard !differences.isEmpty else { continue }
            let difference = Paired.difference(differences)
            evidence.choices[index].pairs = differences.count
            evidence.choices[index].difference = difference
            evidence.choices[index].standing =
                difference.interval.map { $0.lowerBound > 0 ? .higher : .notDistinguishable } ?? .tooFew
        }
    }

    private func warnings(_ evidence: EngineChoiceEvidence, _ byName: [String: [Job]]) -> [Warning] {
        let search = WarningSearch(run: run, jobs: jobs)
        let few = evidence.choices.filter { $0.overhead?.interval == nil }.flatMap { choice in
            let jobs = Dictionary(grouping: byName[choice.configuration.name] ?? [], by: \.series)
            return jobs.keys.filter { !$0.isFloor }.sorted().map { series in
                Warning.tooFew(series: series, count: (jobs[series] ?? []).count(where: \.isOfSourceChange))
            }
        }
        let mixed = evidence.choices.compactMap { choice -> Warning? in
            let jobs = (byName[choice.configuration.name] ?? []).filter { $0.isOfSourceChange }
            let byState = jobs.count { $0.commandClock == .engineState }
            return byState > 0 && byState < jobs.count
                ? .clocksMixed(configuration: choice.configuration.name, count: byState, of: jobs.count) : nil
        }
        return search.runWarnings() + search.failures() + few + mixed
    }
}

extension Job {
    /// Whether it is a warm job of a real fixture after a change of source files: what most jobs are.
    var isOfSourceChange: Bool { isWarm && changeClass == .source && !series.isFloor }
}
