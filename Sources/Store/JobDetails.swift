import Foundation
import GRDB
import Model

/// What only a look at single jobs needs.
package final class JobDetails: Sendable {
    package let run: UUID
    /// Why its run does not count; nil if it counts.
    package let exclusion: String?
    package let revision: String
    /// Which side of a round it is; nil: it is of no round.
    package let side: JobSide?
    /// Of its command; nil if it did not end by itself.
    package let exitStatus: Int?
    /// The last lines of what failed.
    package let outputTail: [String]
    /// The size of the build context as sent.
    package let contextBytes: Int
    package let artifactBytes: Int
    /// Why the command failed without an engine, unless its status says it, and its last lines.
    package let directMessage: String?
    package let directOutputTail: [String]

    static func sql(_ selection: JobSelection) -> String {
        """
        SELECT job.id, run.uuid, run.excluded, job.revision, job.exit_status, job.output_tail, job.context_bytes,
            job.artifact_bytes, direct_run.failure, direct_run.output_tail, job.side
        FROM job JOIN run ON run.id = job.run LEFT JOIN direct_run ON direct_run.job = job.id
        WHERE \(selection.jobs) ORDER BY job.id
        """
    }

    /// - Parameter row: of the statement above.
    init(_ row: StatementColumns) throws {
        run = try UUID(ofRun: row.text(1))
        exclusion = row.optionalText(2)
        revision = row.text(3)
        exitStatus = row.optionalInteger(4)
        outputTail = try Self.lines(row.optionalText(5), column: "job.output_tail")
        contextBytes = Int(row.integer(6))
        artifactBytes = Int(row.integer(7))
        directMessage = row.optionalText(8)
        side = try row.optionalText(10).map { _ in try row.word(10, of: row.integer(0)) }
        directOutputTail = try Self.lines(row.optionalText(9), column: "direct_run.output_tail")
    }

    private static func lines(_ text: String?, column: String) throws -> [String] {
        try text.map { try JSONText.decode([String].self, from: $0, column: column) } ?? []
    }
}

extension Job {
    /// Its place, which is the same in every database that holds its run; nil if it was read without its details.
    package var handle: JobHandle? {
        details.map { JobHandle(run: $0.run, scenario: cell.scenario, position: position) }
    }
}
