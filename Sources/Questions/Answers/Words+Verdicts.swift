import Foundation
import Store

extension Words {
    /// A verdict's figure in its unit: `0.862 s`, `1.20 ×`, `4 executors`.
    static func figure(_ value: Double, unit: String) -> String {
        switch unit {
        case "s": seconds(value)
        case "×": times(value)
        case "byte": bytes(value)
        case "%": number(value) + " %"
        case "points": number(value) + " points"
        case "executors": count(Int(value), "executor", "executors")
        case "probe": count(Int(value), "probe", "probes")
        case "requirement": count(Int(value), "requirement", "requirements")
        case let unit where unit.hasPrefix("workers "):
            count(Int(value), "worker", "workers") + Markdown.escaped(String(unit.dropFirst("workers".count)))
        default: plain(value) + " " + Markdown.escaped(unit)
        }
    }

    /// `0.862 s (0.84 s to 0.91 s)`; the ends of what is counted stand without their unit.
    static func figure(_ record: VerdictRecord) -> String {
        guard let estimate = record.estimate else { return absent }
        let value = figure(estimate, unit: record.unit)
        guard let low = record.low, let high = record.high else { return value }
        guard ["s", "×", "byte", "%", "points"].contains(record.unit) else {
            return "\(value) (\(plain(low)) to \(plain(high)))"
        }
        return "\(value) (\(figure(low, unit: record.unit)) to \(figure(high, unit: record.unit)))"
    }

    /// What the verdict on a question is called: a question that asks for a number or a name has one `found`.
    static func verdict(_ verdict: VerdictRecord.Verdict, on question: String) -> String {
        let asksForMore = question == Questions.executors.id || question == Questions.garbage.id
        return switch verdict {
        case .yes: asksForMore ? "found" : "yes"
        case .no: asksForMore ? "none" : "no"
        case .undecided: "undecided"
        case .evidence: "evidence"
        }
    }

    /// What the number of a verdict on a question counts.
    static func counted(_ count: Int, on question: String) -> String {
        switch question {
        case Questions.centralCache.id, Questions.cacheableDependencies.id: self.count(count, "change", "changes")
        case Questions.storage.id, Questions.garbage.id: self.count(count, "pair of builds", "pairs of builds")
        case Questions.baseImages.id: self.count(count, "pair of builds", "pairs of builds")
        case Questions.isolation.id: self.count(count, "probe", "probes")
        case Questions.opsRequirements.id: self.count(count, "requirement", "requirements")
        default: self.count(count, "job", "jobs")
        }
    }

    /// A day in UTC: `2016-11-22`.
    static func day(_ date: Date) -> String { date.formatted(.iso8601.year().month().day()) }
}
