import Model
import Store

/// From a run's jobs to what they say of `base-images`. Pure: the same jobs in the same order give the same findings.
struct BaseImagesAnalysis: Sendable {
    /// A figure of a provided image, as it was made first or after an update.
    struct SuitePoint: Sendable {
        /// The image and what is measured of it.
        var figure: ProvidedImagePoint
        /// The value, in the figure's unit.
        var value: Double
        /// The update after which it was measured; nil: it is of the images as they were made first.
        var update: BaseUpdate?

        /// A figure; without an update of the images as they were made first.
        init(_ figure: ProvidedImagePoint, value: Double, update: BaseUpdate? = nil) {
            self.figure = figure
            self.value = value
            self.update = update
        }
    }

    let run: RunSummary
    let scenarios: [String]
    let jobs: [BaseObservation]
    let suite: [SuitePoint]

    /// The findings of the given jobs, in plan order, all of scenarios that bear on the question, and of the suite's figures.
    static func findings(
        run: RunSummary, scenarios: [String], jobs: [BaseObservation], suite: [SuitePoint] = []
    ) -> BaseImagesFindings {
        BaseImagesAnalysis(run: run, scenarios: scenarios, jobs: jobs, suite: suite).findings()
    }

    private var fixtures: [String] { Set(jobs.map(\.series.fixture)).sorted() }

    private func findings() -> BaseImagesFindings {
        let cold = fixtures.map { fixture in
            BaseImagesRule.Repository(
                fixture: fixture,
                saving: Self.saving(pairs(of: jobs.filter { $0.series.fixture == fixture && $0.isCold })))
        }
        let bytes = bytes()
        let updates = updates()
        return BaseImagesFindings(
            run: run, scenarios: scenarios,
            verdict: BaseImagesRule.verdict(cold, bytesSaved: BaseImagesFindings.bytesSaved(bytes)), cold: cold,
            comparisons: comparisons(), dockerfiles: dockerfiles(), bytes: bytes, updates: updates,
            catchUps: catchUps(updates), suite: SuiteAnalysis(points: suite).findings(), cautions: cautions())
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

    private func dockerfiles() -> [DockerfileFindings] {
        fixtures.compactMap { fixture in
            func newest(_ point: BaseImagePoint) -> [BaseKind: Int] {
                jobs.reduce(into: [:]) { found, job in
                    guard job.series.fixture == fixture, let value = job.points[point] else { return }
                    found[job.kind] = Int(value)
                }
            }
            let lines = newest(.dockerfileLines)
            guard !lines.isEmpty else { return nil }
            return DockerfileFindings(
                fixture: fixture, lines: lines, instructions: newest(.dockerfileInstructions))
        }
    }

    private func bytes() -> [BaseBytes] {
        Set(jobs.map(\.series.configuration)).sorted().flatMap { name in
            BaseKind.allCases.compactMap { kind in
                let like = jobs.filter {
                    $0.series.configuration == name && $0.kind == kind && $0.points[.imagesTogetherBytes] != nil
                }
                guard let together = like.last?.points[.imagesTogetherBytes] else { return nil }
                let images = like.compactMap { job in
                    job.points[.imageBytes].map {
                        BaseBytes.Image(
                            fixture: job.series.fixture, bytes: $0, shared: job.points[.imageSharedBytes] ?? 0)
                    }
                }
                return BaseBytes(
                    configuration: name, kind: kind, images: images.sorted { $0.fixture < $1.fixture },
                    together: together)
            }
        }
    }

    // MARK: - Updates

    private func updates() -> [BaseUpdateFindings] {
        BaseUpdate.allCases.flatMap { update in
            Set(jobs.map(\.series)).sorted().flatMap { series in
                BaseKind.allCases.compactMap { kind in
                    let like = jobs.filter {
                        $0.update == update && $0.series == series && $0.kind == kind && $0.build != nil
                            && $0.job.position >= 0
                    }
                    guard let seconds = Medians.plain(like.compactMap(\.build)) else { return nil }
                    return BaseUpdateFindings(
                        update: update, series: series, kind: kind, builds: like.count,
                        steps: like.reduce(0) { $0 + $1.job.cacheableSteps },
                        misses: like.reduce(0) { $0 + $1.job.cacheableSteps - $1.job.cachedSteps },
                        baseMisses: like.reduce(0) { $0 + $1.baseMisses }, seconds: seconds)
                }
            }
        }
    }

    private func catchUps(_ updates: [BaseUpdateFindings]) -> [CatchUp] {
        let suites = SuiteAnalysis(points: suite)
        return BaseUpdate.allCases.flatMap { update in
            Set(jobs.map(\.series.configuration)).sorted().flatMap { name in
                BaseKind.allCases.compactMap { kind in
                    let like = updates.filter {
                        $0.update == update && $0.series.configuration == name && $0.kind == kind
                    }
                    guard !like.isEmpty else { return nil }
                    return CatchUp(
                        update: update, configuration: name, kind: kind,
                        suite: kind == .deferred ? 0 : suites.seconds(of: update),
                        repositories: like.reduce(0) { $0 + $1.seconds }, count: like.count,
                        updates: like.map(\.builds).min() ?? 0)
                }
            }
        }
    }

    private func cautions() -> [Caution] {
        let observed = jobs.map(\.job)
        let search = CautionSearch(run: run, jobs: Dictionary(grouping: observed, by: \.series), series: [])
        // Builds are compared here: jobs that only build are as real as those that run their command.
        let hasBuilds = jobs.contains { $0.build != nil }
        return search.runCautions().filter { $0 != .nothingReal || !hasBuilds }
            + Set(observed.map(\.series)).sorted().flatMap { series in
                search.failures(series, observed.filter { $0.series == series })
            }
    }
}
