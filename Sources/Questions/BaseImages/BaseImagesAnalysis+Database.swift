import Foundation
import Model
import Store

extension BaseImagesAnalysis {
    /// What a run in a database says of `base-images`; nil where none of its scenarios bears on it.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run summary: RunSummary) throws -> BaseImagesFindings? {
        let scenarios = summary.scenarios(bearingOn: Questions.baseImages)
        guard !scenarios.isEmpty else { return nil }
        let figures = try BaseImagePoint.allCases.flatMap {
            try database.points(run: summary.id, name: $0.rawValue)
        }
        let byJob = Dictionary(grouping: figures) { $0.job ?? 0 }
        var jobs: [BaseObservation] = []
        var updates: [Int64: BaseUpdate] = [:]
        try database.forEachJob(run: summary.id, including: .steps) { stored in
            guard scenarios.contains(stored.record.scenario) else { return }
            var points: [BaseImagePoint: Double] = [:]
            for point in byJob[stored.id] ?? [] {
                if let name = BaseImagePoint(rawValue: point.name) { points[name] = point.value }
            }
            guard let job = BaseObservation(stored.record, points: points) else { return }
            jobs.append(job)
            updates[stored.id] = job.update
        }
        return findings(
            run: summary, scenarios: scenarios, jobs: jobs, suite: try suite(of: summary.id, in: database, updates))
    }

    private static func suite(
        of run: UUID, in database: ResultsDatabase, _ updates: [Int64: BaseUpdate]
    ) throws -> [SuitePoint] {
        let names = try database.seriesNames(run: run).compactMap(ProvidedImagePoint.init(series:))
        return try names.flatMap { figure in
            try database.points(run: run, name: figure.series).compactMap { point -> SuitePoint? in
                guard let job = point.job else { return SuitePoint(figure, value: point.value) }
                return updates[job].map { SuitePoint(figure, value: point.value, update: $0) }
            }
        }
    }
}
