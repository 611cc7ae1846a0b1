import GRDB

/// Which jobs are read, as conditions on columns with their ids.
enum JobSelection {
    /// Those of a run, by its row id, that are of no round.
    case run(Int64)
    /// Those of a run's rounds.
    case rounds(Int64)
    /// These, by their ids.
    case ids([Int64])

    /// The condition that a column of another table must meet: rows of other runs' jobs may meet it too.
    func includes(_ column: String) -> String {
        switch self {
        case .run, .rounds: "\(column) \(Self.jobsOfRun)"
        case .ids(let ids): "\(column) IN (\(ids.map(String.init).joined(separator: ", ")))"
        }
    }

    /// The condition that exactly its rows of `job` meet.
    var jobs: String {
        switch self {
        case .run: "+job.run = ?1 AND \(includes("job.id")) AND job.side IS NULL"
        case .rounds: "+job.run = ?1 AND \(includes("job.id")) AND job.side IS NOT NULL"
        case .ids: includes("job.id")
        }
    }

    /// Whether all samples of its ledgers are read, so that growth is known.
    var isOfRun: Bool { if case .ids = self { false } else { true } }

    /// What the conditions' places stand for; others must follow.
    var arguments: StatementArguments {
        switch self {
        case .run(let id), .rounds(let id): [id]
        case .ids: []
        }
    }

    /// A range of ids, as an index would look up each row. Rows of other runs' jobs may lie between.
    static let jobsOfRun = """
        BETWEEN (SELECT min(id) FROM job WHERE run = ?1) AND (SELECT max(id) FROM job WHERE run = ?1)
        """
}
