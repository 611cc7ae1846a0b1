import Foundation
import GRDB
import Model

struct JUnitCounts {
    private var cases: [JUnitCase.Result: Int] = [:]
    private var seconds = 0.0

    mutating func add(_ result: JUnitCase.Result, seconds: Double) {
        cases[result, default: 0] += 1
        self.seconds += seconds
    }

    mutating func add(_ other: JUnitCounts) {
        cases.merge(other.cases, uniquingKeysWith: +)
        seconds += other.seconds
    }

    var attributes: [(String, String)] {
        let results: [(String, JUnitCase.Result)] = [("failures", .failed), ("errors", .broken), ("skipped", .skipped)]
        var attributes = [("tests", String(cases.values.reduce(0, +)))]
        for (name, result) in results { attributes.append((name, String(cases[result, default: 0]))) }
        attributes.append(("time", JUnitCase.time(seconds)))
        return attributes
    }
}

struct JUnitCase {
    /// The result that a CI server shows.
    enum Result: Equatable {
        case passed
        /// Failed as expected: because of a planted fault, of a disk that a policy let fill, or of its revision.
        case failedAsExpected
        /// What was built or run is at fault.
        case failed
        /// The engine, the worker or the time limit is at fault.
        case broken
        /// Was stopped on request, and is left for `--resume`.
        case skipped
    }

    static let columns = """
        job.id, job.scenario, configuration.name, job.fixture, job.revision, job.change_class, job.position, job.warmup, \
        job.outcome, job.wall_s, job.failed_phase, job.failure, job.output_tail
        """

    let result: Result
    /// In seconds; 0 where it was not measured.
    let seconds: Double
    private let row: Row

    /// - Parameter expected: the jobs that failed as expected.
    init(_ row: Row, expected: Set<Int64>) {
        self.row = row
        let wall: Double? = row[9]
        seconds = wall ?? 0
        let id: Int64 = row[0]
        switch Outcome(rawValue: row[8]) {
        case .succeeded?: result = wall == nil ? .broken : .passed
        case _ where expected.contains(id): result = .failedAsExpected
        case .cancelled?: result = .skipped
        case .buildFailed?, .commandFailed?, .artifactFailed?: result = .failed
        case .timedOut?, .engineLost?, .refused?, nil: result = .broken
        }
    }

    var text: String {
        let (scenario, configuration): (String, String) = (row[1], row[2])
        return JUnitTestcase(group: [scenario, configuration], name: name, seconds: seconds, content: content).text
    }

    private var content: JUnitTestcase.Content {
        let (outcome, failure): (String, String?) = (row[8], row[11])
        let isKilled = result == .broken && outcome == Outcome.succeeded.rawValue
        let message = failure ?? (isKilled ? "the job was killed before its cleanup was done" : outcome)
        switch result {
        case .passed: return .passed()
        case .failedAsExpected: return .passed(note: "ended as \(outcome), as expected: \(message)")
        case .skipped: return .skipped(message: message)
        case .failed: return .failure(message: message, type: outcome, body: body(message))
        case .broken: return .error(message: message, type: isKilled ? "killed" : outcome, body: body(message))
        }
    }

    private func body(_ message: String) -> String {
        let (phase, tail): (String?, String?) = (row[10], row[12])
        let lines = tail.flatMap { try? JSONText.decode([String].self, from: $0) } ?? []
        return JUnitCase.body(phase: phase, message, lines)
    }

    /// What failed: its phase, the message, and the last lines of its output.
    static func body(phase: String?, _ message: String, _ lines: [String]) -> String {
        (phase.map { "phase: \($0)\n" } ?? "") + message + "\n" + lines.joined(separator: "\n")
    }

    /// The same from run to run of one plan, so that a CI server recognizes it.
    private var name: String {
        let (fixture, revision, changeClass): (String, String, String) = (row[3], row[4], row[5])
        let (position, isWarmup): (Int, Bool) = (row[6], row[7])
        return JUnitCase.name(position, fixture, changeClass, revision, isWarmup: isWarmup)
    }

    static func name(
        _ position: Int, _ fixture: String, _ changeClass: String, _ revision: String, isWarmup: Bool
    ) -> String {
        "\(position) \(fixture) \(changeClass) \(revision)" + (isWarmup ? " (warm-up)" : "")
    }

    static func time(_ seconds: Double) -> String { String(format: "%.3f", seconds) }
}

enum XMLText {
    /// For an attribute in double quotes, or between two tags. Every character that would end the text or be read as
    /// another is escaped. Characters that XML 1.0 cannot represent (control characters, U+FFFE, U+FFFF) are removed.
    /// Source: Extensible Markup Language (XML) 1.0, fifth edition, sections 2.2 and 3.3.3.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\t": result += "&#9;"
            case "\n": result += "&#10;"
            case "\r": result += "&#13;"
            case "\u{20}"..."\u{FFFD}", "\u{10000}"...: result.unicodeScalars.append(scalar)
            default: break
            }
        }
        return result
    }

    /// Attributes for a tag, with a space before each.
    static func attributes(_ values: [(String, String)]) -> String {
        values.map { " \($0.0)=\"\(escaped($0.1))\"" }.joined()
    }
}
