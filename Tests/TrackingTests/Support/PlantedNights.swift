import Foundation
import Store

@testable import SyntheticRuns

/// A database with a run a day.
enum PlantedNights {
    /// A run for each overhead in seconds, with three jobs about it, in the order of time.
    static func database(
        _ overheads: [Double], change: (Int, inout SyntheticRun) -> Void = { _, _ in }
    ) throws -> (ResultsDatabase, [UUID]) {
        let database = try ResultsDatabase.inMemory()
        var ids: [UUID] = []
        for (index, overhead) in overheads.enumerated() {
            var run = SyntheticRun()
            run.record.id = UUID()
            run.record.startedAt += Double(index) * 86_400
            run.plant([overhead * 0.99, overhead, overhead * 1.01])
            change(index, &run)
            try run.save(to: database)
            ids.append(run.record.id)
        }
        return (database, ids)
    }

    /// Eight nights about 1 s, then eight about 1.5 s.
    static let stepped = [
        1, 1.02, 0.99, 1.01, 0.98, 1.03, 0.97, 1.04, 1.5, 1.52, 1.49, 1.51, 1.48, 1.53, 1.47, 1.54,
    ]
}
