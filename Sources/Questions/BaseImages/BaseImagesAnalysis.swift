import Model
import Store

/// From a run's jobs to what they say of `base-images`.
struct BaseImagesAnalysis {
    /// In plan order, all of scenarios that bear on the question.
    let jobs: [BaseObservation]
    let suite: SuiteAnalysis

    /// Nil where none of the run's scenarios bears on the question.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> BaseImagesEvidence? {
        let scenarios = run.scenarios(bearingOn: BaseImagesQuestion.id)
        guard !scenarios.isEmpty else { return nil }
        let parts: [JobPart] = [.steps, .pointsNamed(by: BaseImagePoint.self)]
        let jobs = try database.jobs(run: run, of: scenarios, including: parts).compactMap(BaseObservation.init)
        var updates: [Int64: BaseUpdate] = [:]
        for job in jobs { updates[job.job.id] = job.update }
        let suite = try SuiteAnalysis(run: run.id, in: database, updates: updates)
        return BaseImagesAnalysis(jobs: jobs, suite: suite).evidence(of: run, scenarios)
    }

    private var fixtures: [String] { Set(jobs.map(\.series.fixture)).sorted() }

    private func evidence(of run: RunSummary, _ scenarios: [String]) -> BaseImagesEvidence {
        let cold = fixtures.map { fixture in
            BaseImagesRule.Repository(
                fixture: fixture,
                saving: Self.saving(pairs(of: jobs.filter { $0.series.fixture == fixture && $0.isCold })))
        }
        let updates = updates()
        return BaseImagesEvidence(
            run: run, scenarios: scenarios, cold: cold, comparisons: comparisons(), dockerfiles: dockerfiles(),
            bytes: bytes(), updates: updates, catchUps: catchUps(updates), suite: suite.images,
            warnings: warnings(in: run))
    }

    // MARK: - Times

    private func comparisons() -> [BaseComparison] {
        Set(jobs.map(\.series)).sorted().flatMap { series in
            BaseComparison.Situation.allCases.compactMap { situation in
                let pairs = pairs(of: jobs.filter { $0.series == series && Self.fits($0, situation) })
                guard !pairs.isEmpty else { return nil }
                let builds: [BaseKind: [Double]] = [
                    .provided: pairs.map(\.provided).sorted(), .deferred: pairs.map(\.deferred).sorted(),
                ]
                return BaseComparison(
                    series: series, situation: situation, provided: Medians.plain(builds[.provided] ?? []),
                    deferred: Medians.plain(builds[.deferred] ?? []), saving: Self.saving(pairs), points: builds)
            }
        }
    }

    private static func fits(_ job: BaseObservation, _ situation: BaseComparison.Situation) -> Bool {
        switch situation {
        case .cold: job.isCold
        case .source: job.isWarm(.source)
        case .dependency: job.isWarm(.dependency)
        }
    }

    /// What two builds took that stand beside each other in the plan, in seconds.
    private typealias Pair = (provided: Double, deferred: Double)

    /// Each build upon Debian alone with the one upon a provided image beside it; one that has none counts in no comparison.
    private func pairs(of jobs: [BaseObservation]) -> [Pair] {
        var provided = jobs.filter { $0.kind == .provided }
        return jobs.filter { $0.kind == .deferred }.compactMap { job in
            guard let place = provided.firstIndex(where: { $0.isBeside(job) }), let deferred = job.build,
                let build = provided.remove(at: place).build
            else { return nil }
            return (build, deferred)
        }
    }

    private static func saving(_ pairs: [Pair]) -> Estimate? {
        guard !pairs.isEmpty else { return nil }
        let difference = Paired.difference(pairs.map { $0.deferred - $0.provided })
        return Estimate(
            value: difference.shift, interval: pairs.count >= Estimate.fewestJobs ? difference.interval : nil,
            count: pairs.count)
    }

    // MARK: - Sizes

    private func dockerfiles() -> [BaseDockerfile] {
        fixtures.compactMap { fixture in
            func newest(_ point: BaseImagePoint) -> [BaseKind: Int] {
                jobs.reduce(into: [:]) { found, job in
                    guard job.series.fixture == fixture, let value = job.job[point] else { return }
                    found[job.kind] = Int(value)
                }
            }
            let lines = newest(.dockerfileLines)
            guard !lines.isEmpty else { return nil }
            return BaseDockerfile(fixture: fixture, lines: lines, instructions: newest(.dockerfileInstructions))
        }
    }

    private func bytes() -> [BaseBytes] {
        Set(jobs.map(\.series.configuration)).sorted().flatMap { name in
            BaseKind.allCases.compactMap { kind in
                let like = jobs.filter {
                    $0.series.configuration == name && $0.kind == kind
                        && $0.job[BaseImagePoint.imagesTogetherBytes] != nil
                }
                guard let together = like.last?.job[BaseImagePoint.imagesTogetherBytes] else { return nil }
                let images = like.compactMap { job in
                    job.job[BaseImagePoint.imageBytes].map {
                        BaseBytes.Image(
                            fixture: job.series.fixture, bytes: $0,
                            shared: job.job[BaseImagePoint.imageSharedBytes] ?? 0)
                    }
                }
                return BaseBytes(
                    configuration: name, kind: kind, images: images.sorted { $0.fixture < $1.fixture },
                    together: together)
            }
        }
    }

    // MARK: - Updates

    private func updates() -> [BaseUpdateEffect] {
        BaseUpdate.allCases.flatMap { update in
            Set(jobs.map(\.series)).sorted().flatMap { series in
                BaseKind.allCases.compactMap { kind in
                    let like = jobs.filter {
                        $0.update == update && $0.series == series && $0.kind == kind && $0.build != nil
                            && $0.job.position >= 0
                    }
                    guard let seconds = Medians.plain(like.compactMap(\.build)) else { return nil }
                    return BaseUpdateEffect(
                        update: update, series: series, kind: kind, builds: like.count,
                        steps: like.reduce(0) { $0 + $1.job.cacheableSteps },
                        misses: like.reduce(0) { $0 + $1.job.cacheableSteps - $1.job.cachedSteps },
                        baseMisses: like.reduce(0) { $0 + $1.baseMisses }, seconds: seconds)
                }
            }
        }
    }

    private func catchUps(_ updates: [BaseUpdateEffect]) -> [CatchUp] {
        BaseUpdate.allCases.flatMap { update in
            Set(jobs.map(\.series.configuration)).sorted().flatMap { name in
                BaseKind.allCases.compactMap { kind in
                    let like = updates.filter {
                        $0.update == update && $0.series.configuration == name && $0.kind == kind
                    }
                    guard !like.isEmpty else { return nil }
                    return CatchUp(
                        update: update, configuration: name, kind: kind,
                        suite: kind == .deferred ? 0 : suite.seconds(of: update),
                        repositories: like.reduce(0) { $0 + $1.seconds }, count: like.count,
                        updates: like.map(\.builds).min() ?? 0)
                }
            }
        }
    }

    private func warnings(in run: RunSummary) -> [Warning] {
        let search = WarningSearch(run: run, jobs: jobs.map(\.job))
        // Builds are compared here: jobs that only build are as real as those that run their command.
        let hasBuilds = jobs.contains { $0.build != nil }
        return search.runWarnings().filter { $0 != .nothingReal || !hasBuilds } + search.failures()
    }
}
