import Foundation
import Model
import Store

/// What a column's text must be, beyond what the schema demands: a word that Plimsoll does not know would make every reading of the
/// database fail.
enum FieldRule: Sendable {
    /// One of some words.
    case words([String])
    /// An integer of 64 bits without a sign, in decimals.
    case unsigned
    /// A JSON array of texts.
    case texts
    /// A JSON object of texts.
    case map
    /// A UUID.
    case uuid

    /// The rules, by table and column.
    static let all: [String: FieldRule] = [
        "run.uuid": .uuid, "run.seed": .unsigned, "run.command_line": .texts, "run.engine": .map, "run.host": .map,
        "run_scenario.questions": .texts,
        "job.outcome": .words(Outcome.allCases.map(\.rawValue)),
        "job.change_class": .words(ChangeClass.allCases.map(\.rawValue)),
        "job.failed_phase": .words(Phase.allCases.map(\.rawValue)), "job.output_tail": .texts,
        "step.miss_reason": .words(MissReason.allCases.map(\.rawValue)),
        "direct_run.direct_order": .words(DirectRecord.Order.allCases.map(\.rawValue)),
        "direct_run.outcome": .words(DirectRecord.End.allCases.map(\.rawValue)), "direct_run.output_tail": .texts,
        "probe.place": .words(ProbeRecord.Place.allCases.map(\.rawValue)),
        "audit.stage": .words(AuditRecord.Stage.allCases.map(\.rawValue)),
        "leak.attribution": .words(LeakRecord.Attribution.allCases.map(\.rawValue)),
        "requirement.state": .words(["fine", "degraded", "lacking"]),
        "verdict.verdict": .words(VerdictRecord.Verdict.allCases.map(\.rawValue)),
    ]

    /// What was expected in place of a text; nil where it is as it must be.
    func expected(insteadOf text: String) -> String? {
        switch self {
        case .words(let words): words.contains(text) ? nil : "one of " + words.joined(separator: ", ")
        case .unsigned: UInt64(text) == nil ? "an integer from 0 to \(UInt64.max), in quotes" : nil
        case .texts: reads([String].self, text) ? nil : "a JSON array of texts, in quotes"
        case .map: reads([String: String].self, text) ? nil : "a JSON object of texts, in quotes"
        case .uuid: UUID(uuidString: text) == nil ? "a UUID" : nil
        }
    }

    private func reads<Value: Decodable>(_ type: Value.Type, _ text: String) -> Bool {
        (try? JSONDecoder().decode(type, from: Data(text.utf8))) != nil
    }
}
