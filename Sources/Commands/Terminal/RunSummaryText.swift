import Lab
import Store

/// What a run says when it has ended.
struct RunSummaryText {
    let text: String

    /// - Parameters:
    ///   - full: how many jobs a full disk refused where that is a result: policies that let it fill.
    ///   - faulty: how many jobs did not succeed by a fault that was planted in them.
    init(_ summary: RunSummary, full: Int = 0, faulty: Int = 0, end: RunEnd, database: String) {
        let measured = summary.jobs - summary.warmups
        var lines = [
            "run       \(summary.id.uuidString)",
            "jobs      \(measured) measured, \(summary.warmups) warm-ups, \(summary.failures) not succeeded"
                + (full > 0 ? ", \(full) of them for a full disk, which is a result" : "")
                + (faulty > 0 ? ", \(faulty) of them by planted faults" : "")
                + (summary.stopped > 0 ? ", \(summary.stopped) of them stopped by you" : ""),
            "database  \(database)",
        ]
        switch end {
        case .finished:
            lines.append("next      plimsoll report --db \(database)")
        case .interrupted:
            lines.append("stopped   the same command with --resume goes on with the rest")
        case .engineLost:
            lines.append("stopped   the engine was lost; when it is back, the same command with --resume goes on")
        }
        text = lines.joined(separator: "\n")
    }
}
