import Foundation
import Model
import Store

/// From a run's jobs to what they say of `base-images`.
struct BaseImagesAnalysis {
    /// In plan order, all of scenarios that bear on the question.
    private let jobs: [BaseObservation]
    private let suite: SuiteAnalysis

    /// Nil where none of the run's scenarios bears on the question.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> BaseImagesEvidence? {
        let scenarios = run.scenarios(bearingOn: BaseImagesQuestion().id)
        guard !scenarios.isEmpty else { return nil }
        let parts: [JobPart] = [.steps, .pointsNamed(by: BaseImagePoint.self)]
        let jobs = try database.jobs(run: run, of: scenarios, including: parts).compactMap(BaseObservation.init)
        let updates = Dictionary(
            jobs.compactMap { job in job.update.map { (job.job.id, $0) } }, uniquingKeysWith: { $1 })
        let suite = try SuiteAnalysis(run: run.id, in: database, updates: updates)
        return BaseImagesAnalysis(jobs: jobs, suite: suite).evidence(of: run, scenarios)
    }

    private var fixtures: [String] { Set(jobs.map(\.series.fixture)).sorted() }
    private var series: [Series] { Set(jobs.map(\.series)).sorted() }
    private var builders: [String] { Set(jobs.map(\.series.configuration)).sorted() }

    private func evidence(of run: RunSummary, _ scenarios: [String]) -> BaseImagesEvidence {
        let cold = fixtures.map { fixture in
            let pairs = pairs(of: jobs.filter { $0.series.fixture == fixture && $0.isCold })
            return BaseImagesRule.Repository(fixture: fixture, saving: Self.saving(pairs))
        }
        let updates = updates()
        let search = WarningSearch(run: run, jobs: jobs.map(\.job))
        // Builds are compared here: jobs that only build are as real as those that run their command.
        let hasBuilds = jobs.contains { $0.build != nil }
        return BaseImagesEvidence(
            run: run, scenarios: scenarios, cold: cold, comparisons: comparisons(), dockerfiles: dockerfiles(),
            bytes: bytes(), updates: updates, catchUps: catchUps(updates), suite: suite.images,
            warnings: search.runWarnings().filter { $0 != .nothingReal || !hasBuilds } + search.failures())
    }

    // MARK: - Times

    private func comparisons() -> [BaseComparison] {
        series.flatMap { series in
            BaseComparison.Situation.allCases.compactMap { situation in
                let pairs = pairs(of: jobs.filter { $0.series == series && $0.isIn(situation) })
                guard !pairs.isEmpty else { return nil }
                let (provided, deferred) = (pairs.map(\.provided).sorted(), pairs.map(\.deferred).sorted())
                return BaseComparison(
                    series: series, situation: situation, provided: Medians.plain(provided),
                    deferred: Medians.plain(deferred), saving: Self.saving(pairs),
                    points: [.provided: provided, .deferred: deferred])
            }
        }
    }

    /// What two builds took that stand beside each other in the plan, in seconds.
    private typealias Pair = (provided: Double, deferred: Double)

    /// Each build upon Debian alone with the one upon a provided image beside it; one without counts nowhere.
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
        builders.flatMap { name in
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
            series.flatMap { series in
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
            builders.flatMap { name in
                BaseKind.allCases.compactMap { kind in
                    let like = updates.filter {
                        $0.update == update && $0.series.configuration == name && $0.kind == kind
                    }
                    guard let fewest = like.map(\.builds).min() else { return nil }
                    return CatchUp(
                        update: update, configuration: name, kind: kind,
                        suite: kind == .deferred ? 0 : suite.seconds(of: update),
                        repositories: like.reduce(0) { $0 + $1.seconds }, count: like.count, updates: fewest)
                }
            }
        }
    }
}

/// One job of a scenario that varies what repositories build upon.
private struct BaseObservation {
    /// Its series without the factor `base`.
    let series: Series
    let kind: BaseKind
    let job: Job
    /// The update of base images that it came after.
    let update: BaseUpdate?
    /// How many of its steps missed because the base image had changed, itself or below a step that missed for it.
    let baseMisses: Int

    /// Nil where the job's scenario does not vary the base.
    init?(_ job: Job) {
        guard let kind = (job.cell.factors?.base?.rawValue).flatMap(BaseKind.init(rawValue:)) else { return nil }
        (self.kind, series) = (kind, job.series.without(\.base))
        update = job.change.flatMap(BaseUpdate.init(rawValue:))
        let misses = job.steps.filter { $0.cacheable && !$0.cached }
        baseMisses = misses.first?.missReason == .baseChanged ? misses.count : 0
        // The steps of a whole run would take much memory.
        var job = job
        job.parts.steps = []
        self.job = job
    }

    /// What the build took, in seconds; nil where it did not succeed.
    var build: Double? { job.outcome == .succeeded ? job[.build] : nil }

    /// Whether none of its steps came from a cache, so that it shows what the repository's own steps cost.
    var isCold: Bool { build != nil && job.cacheableSteps > 0 && job.cachedSteps == 0 }

    func isIn(_ situation: BaseComparison.Situation) -> Bool {
        switch situation {
        case .cold: isCold
        case .source: isWarm(.source)
        case .dependency: isWarm(.dependency)
        }
    }

    /// Whether it replays a change of a class on a warm worker.
    private func isWarm(_ changeClass: ChangeClass) -> Bool {
        build != nil && !job.warmup && !job.cold && update == nil && job.changeClass == changeClass
    }

    /// Whether it stands in the plan where another one does.
    func isBeside(_ other: BaseObservation) -> Bool {
        series == other.series && job.round == other.job.round && job.warmup == other.job.warmup
            && job.cold == other.job.cold
    }
}

/// The figures of the provided images, and what each took.
private struct SuiteAnalysis {
    /// With the update after which it was measured; nil: it is of the images as they were made first.
    private let points: [(figure: ProvidedImagePoint, value: Double, update: BaseUpdate?)]

    /// - Parameter updates: the updates that jobs came after, by the job's id.
    init(run: UUID, in database: ResultsDatabase, updates: [Int64: BaseUpdate]) throws {
        let figures = try database.seriesNames(run: run).compactMap(ProvidedImagePoint.init(series:))
        points = try figures.flatMap { figure in
            try database.points(run: run, name: figure.series).compactMap { point in
                guard let job = point.job else { return (figure, point.value, nil) }
                return updates[job].map { (figure, point.value, $0) }
            }
        }
    }

    /// The smallest first: what the others stand on.
    var images: [SuiteImage] {
        Set(points.map(\.figure.image)).map(image).sorted { ($0.bytes ?? 0, $0.name) < ($1.bytes ?? 0, $1.name) }
    }

    /// What the suite's rebuild after an update took, in seconds: the medians of its images, added up; nil where none
    /// was measured. A run that was interrupted in a lap of updates made its update twice, on two engines.
    func seconds(of update: BaseUpdate) -> Double? {
        let rebuilds = images.compactMap { $0.rebuilds[update] }
        return rebuilds.isEmpty ? nil : rebuilds.reduce(0, +)
    }

    private func image(_ name: String) -> SuiteImage {
        let own = points.filter { $0.figure.image == name }
        func values(_ figure: ProvidedImagePoint.Figure, after update: BaseUpdate?) -> [Double] {
            own.filter { $0.update == update && $0.figure.figure == figure }.map(\.value)
        }
        func first(_ figure: ProvidedImagePoint.Figure) -> Double? { values(figure, after: nil).first }
        var rebuilds: [BaseUpdate: Double] = [:]
        for update in BaseUpdate.allCases { rebuilds[update] = Medians.plain(values(.buildSeconds, after: update)) }
        return SuiteImage(
            name: name, making: first(.makingSeconds), build: first(.buildSeconds), rebuilds: rebuilds,
            bytes: first(.bytes), ownBytes: first(.ownBytes), lines: first(.lines).map { Int($0) })
    }
}
