import Foundation
import Model
import Questions
import Tracking

/// A list of jobs for a terminal, with how many there are.
struct JobsText {
    private static let longestRevision = 16

    let list: JobList
    let screen: Screen

    var text: String {
        let count = list.entries.count
        let order = list.metric.map { "the greatest \($0.id) first" } ?? "the newest first"
        let total = "\(count) of \(Words.count(list.matching, "job", "jobs")), \(order)"
        guard count > 0 else { return total }
        let more = count < list.matching && list.metric == nil ? "; --limit N shows more" : ""
        return screen.shown(table.text + "\n\n\(total)\(more). `plimsoll show JOB` shows one")
    }

    /// The metric that they are ordered by has a column of its own, unless it is one that is shown.
    private var own: Metric? { list.metric.flatMap { ["wall_s", "build_s"].contains($0.id) ? nil : $0 } }

    private var table: TextTable {
        var header = [
            "JOB", "FIXTURE", "CHANGE", "REVISION", "CONFIGURATION", "OUTCOME", "WALL", "BUILD", "HITS", "MISSES",
        ]
        if let own { header.append(own.id.uppercased()) }
        var table = TextTable(header, rightAligned: [6, 7, 8, 9, 10])
        for entry in list.entries { table.add(row(entry)) }
        return table
    }

    private func row(_ entry: JobList.Entry) -> [String] {
        let job = entry.job
        let kind = (job.warmup ? " (warm-up)" : "") + (job.cold ? " (cold)" : "")
        var cells = [
            entry.handle.description, job.cell.fixture, job.cell.changeClass.rawValue + kind,
            screen.cut(entry.details.revision, to: Self.longestRevision), job.cell.configuration, job.outcome.rawValue,
            Words.seconds(job.wall), Words.seconds(job[.build]), count(entry.hits), count(entry.misses),
        ]
        if let own { cells.append(entry.value.map { ComparisonWords.value($0, own) } ?? Words.absent) }
        return cells
    }

    private func count(_ count: Int?) -> String { count.map(String.init) ?? Words.absent }
}
