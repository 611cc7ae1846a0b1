import Store

/// A job as the command line names it.
package enum JobReference: Sendable, Equatable {
    /// Its row in the database.
    case row(Int64)
    /// Its place: the first digits of its run's UUID, the scenario (nil: any of the run) and the position in the plan.
    case place(run: String, scenario: String?, position: Int)

    package static let forms = "RUN/SCENARIO/POSITION as `plimsoll jobs` prints it, RUN/POSITION, or its row's number"

    /// - Throws: `TrackingError`, `badReference`.
    package init(_ text: String) throws(TrackingError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 1, let row = Int64(text), row >= 0 {
            self = .row(row)
        } else if parts.count >= 2, RunReference.isID(parts[0]), let position = Int(parts[parts.count - 1]) {
            let scenario = parts.dropFirst().dropLast().joined(separator: "/")
            self = .place(run: parts[0], scenario: parts.count > 2 ? scenario : nil, position: position)
        } else {
            throw TrackingError(
                .badReference,
                "`\(text)` names no job: write \(Self.forms). RUN is at least \(RunReference.leastDigits) digits of a UUID"
            )
        }
    }

    /// The id of the one job that is meant.
    /// - Throws: `ResultsError`, `unknownJob`; `TrackingError`, `ambiguousJob`.
    func id(in database: ResultsDatabase) throws -> Int64 {
        switch self {
        case .row(let id):
            guard try database.jobs([id]).first != nil else { throw try unknown("row \(id)", in: database) }
            return id
        case .place(let run, let scenario, let position):
            let found = try database.jobs(run: run, scenario: scenario, position: position)
            guard let first = found.first else {
                let ofScenario = scenario.map { " of \($0)" } ?? ""
                throw try unknown("position \(position)\(ofScenario) in a run \(run)", in: database)
            }
            guard found.count == 1 else {
                let all = found.map(\.handle.long).joined(separator: ", ")
                throw TrackingError(.ambiguousJob, "\(found.count) jobs are at this place, write one of: \(all)")
            }
            return first.id
        }
    }

    private func unknown(_ words: String, in database: ResultsDatabase) throws -> ResultsError {
        let (count, last) = try database.jobExtent()
        let there =
            try last.flatMap { try database.jobs([$0], including: [.details]).first?.handle }.map {
                "it has \(count) jobs, the last of them \($0); `plimsoll jobs --db \(database.path)` lists them"
            } ?? "it has no jobs; `plimsoll run --db \(database.path)` makes some"
        return ResultsError(.unknownJob, "there is no job at \(words) of \(database.path): \(there)")
    }
}
