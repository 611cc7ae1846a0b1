import Fixtures
import Foundation
import Model
import Tracking

/// A bisection, for programs. Times are in seconds; shifts and intervals of times are shares of the base.
extension JSONFields {
    init(_ report: BisectionReport) {
        let bisection = report.bisection
        let metric = bisection.metric.metric
        var found: Int?
        var suspects: [String]?
        if case .found(let position) = bisection.outcome { found = position }
        if case .cannotTell(let range) = bisection.outcome { suspects = range.map { report.commit($0).id } }
        let shown = report.reading(found ?? bisection.head)
        self = [
            "outcome": bisection.outcome?.word, "exitStatus": report.isConclusive ? 0 : ExitStatus.error.rawValue,
            "metric": metric.id, "unit": metric.unit, "level": bisection.level,
            "base": Self.commit(report.history.base), "head": Self.commit(report.commit(bisection.head)),
            "commits": bisection.head, "commit": found.map { Self.commit(report.commit($0)) },
            "reading": shown.map { Self.reading($0, report) }, "suspects": suspects,
            "leftOut": report.leftOut.map { report.commit($0.position).id },
            "smallestVisible": bisection.outcome == .nothing ? bisection.smallestVisible() : nil,
            "readings": bisection.readings.map { Self.reading($0, report) },
            "runs": report.runs.map(\.uuidString), "builds": report.builds, "seconds": report.seconds,
        ]
    }

    private static func commit(_ commit: LinearHistory.Commit) -> JSONFields {
        ["id": commit.id, "subject": commit.subject, "authored": commit.authored, "isMerge": commit.isMerge]
    }

    private static func reading(_ reading: ProbeReading, _ report: BisectionReport) -> JSONFields {
        [
            "commit": report.commit(reading.position).id, "verdict": reading.verdict, "repeated": reading.isRepeated,
            "pairs": reading.pairs, "base": reading.base, "candidate": reading.candidate, "shift": reading.shift,
            "low": reading.interval?.low, "high": reading.interval?.high, "p": reading.p, "failure": reading.failure,
        ]
    }
}

extension Bisection.Outcome {
    /// Its name for programs.
    fileprivate var word: String {
        switch self {
        case .nothing: "nothing"
        case .unmeasured: "unmeasured"
        case .found: "found"
        case .cannotTell: "cannot_tell"
        }
    }
}
