import Foundation
import Model
import Store

/// One job of a scenario that varies what repositories build upon, reduced to what the analysis looks at.
struct BaseObservation {
    /// The fixture and the builder: the factor `base` is left out of the configuration.
    let series: Series
    let kind: BaseKind
    let job: Job
    /// The update of base images that it came after; nil: none.
    let update: BaseUpdate?
    /// How many of its steps missed because the base image had changed, itself or below a step that missed for it.
    let baseMisses: Int

    /// Nil where the job's scenario does not vary the base.
    init?(_ job: Job) {
        guard let kind = job.series.factor("base").flatMap(BaseKind.init(rawValue:)) else { return nil }
        self.kind = kind
        self.job = job
        series = job.series.without("base")
        update = job.change.flatMap { BaseUpdate(revision: " " + $0) }
        let misses = job.steps.filter { $0.cacheable && !$0.cached }
        baseMisses = misses.first?.missReason == .baseChanged ? misses.count : 0
    }

    /// What the build took, in seconds; nil where it did not succeed.
    var build: Double? { job.outcome == .succeeded ? job[.build] : nil }

    /// Whether none of its steps came from a cache, so that it shows what the repository's own steps cost.
    var isCold: Bool { build != nil && job.cacheableSteps > 0 && job.cachedSteps == 0 }

    /// Whether it replays a change of a class on a warm worker.
    func isWarm(_ changeClass: ChangeClass) -> Bool {
        build != nil && !job.warmup && !job.cold && update == nil && job.changeClass == changeClass
    }

    /// Whether it stands in the plan where another one does.
    func isBeside(_ other: BaseObservation) -> Bool {
        series == other.series && job.round == other.job.round && job.warmup == other.job.warmup
            && job.cold == other.job.cold
    }
}

/// The figures of the provided images, and what each took.
struct SuiteAnalysis {
    struct Point {
        let figure: ProvidedImagePoint
        /// In the figure's unit.
        let value: Double
        /// The update after which it was measured; nil: it is of the images as they were made first.
        let update: BaseUpdate?
    }

    let points: [Point]

    /// - Parameter updates: the updates that jobs came after, by the job's id.
    init(run: UUID, in database: ResultsDatabase, updates: [Int64: BaseUpdate]) throws {
        let figures = try database.seriesNames(run: run).compactMap(ProvidedImagePoint.init(series:))
        points = try figures.flatMap { figure in
            try database.points(run: run, name: figure.series).compactMap { point -> Point? in
                guard let job = point.job else { return Point(figure: figure, value: point.value, update: nil) }
                return updates[job].map { Point(figure: figure, value: point.value, update: $0) }
            }
        }
    }

    /// The images, the smallest first: what the others stand on.
    var images: [SuiteImage] {
        Set(points.map(\.figure.image)).map(image).sorted { ($0.bytes ?? 0, $0.name) < ($1.bytes ?? 0, $1.name) }
    }

    /// What the suite's rebuild after an update took, in seconds: the medians of its images, added up; nil where none was measured. A
    /// run that was interrupted in a lap of updates made its update twice, on two engines.
    func seconds(of update: BaseUpdate) -> Double? {
        let rebuilds = images.compactMap { $0.rebuilds[update] }
        return rebuilds.isEmpty ? nil : rebuilds.reduce(0, +)
    }

    private func image(_ name: String) -> SuiteImage {
        let own = points.filter { $0.figure.image == name }
        func first(_ figure: ProvidedImagePoint.Figure) -> Double? {
            own.first { $0.update == nil && $0.figure.figure == figure }?.value
        }
        var rebuilds: [BaseUpdate: Double] = [:]
        for update in BaseUpdate.allCases {
            rebuilds[update] = Medians.plain(
                own.filter { $0.update == update && $0.figure.figure == .buildSeconds }.map(\.value))
        }
        return SuiteImage(
            name: name, making: first(.makingSeconds), build: first(.buildSeconds), rebuilds: rebuilds,
            bytes: first(.bytes), ownBytes: first(.ownBytes), lines: first(.lines).map { Int($0) })
    }
}
