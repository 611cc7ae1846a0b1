import Engine
import Foundation
import Housekeeping
import Model
import Questions

struct CollectionText {
    let endpoint: EngineEndpoint
    let policy: CollectionPolicy
    let rules: CollectionRules
    let verbose: Bool
    var now = Date()

    /// For programs.
    func report(
        _ decision: CollectionDecision? = nil, outcome: CollectionOutcome? = nil, otherCollector: Bool = false
    ) -> CollectionReport {
        CollectionReport(
            engine: endpoint.description, policy: policy.name, high: otherCollector ? nil : policy.high?.description,
            low: otherCollector ? nil : policy.low?.description, dryRun: outcome == nil && !otherCollector,
            otherCollector: otherCollector, decision: decision, outcome: outcome)
    }

    func text(_ decision: CollectionDecision) -> String {
        let result =
            decision.removals.isEmpty
            ? "nothing to remove: \(idleWords(decision))"
            : "would remove \(Self.count(decision.removals)), about \(ByteText.text(decision.bytes))"
                + (decision.keepStorage == nil ? "" : "; BuildKit chooses by itself")
                + (decision.staysOverHighMark ? "; the disk stays above the high mark" : "")
        return joined(decision, removals: decision.removals, result)
    }

    func text(_ outcome: CollectionOutcome) -> String {
        let spared = outcome.spared.map { "  \(RemovalTable.name(of: $0.planned)): \($0.words)" }
        return joined(
            outcome.decision, removals: outcome.removed.map(\.planned),
            spared.isEmpty ? "" : "spared:\n" + spared.joined(separator: "\n"), result(outcome))
    }

    private func joined(_ decision: CollectionDecision, removals: [PlannedRemoval], _ results: String...) -> String {
        let table = removals.isEmpty ? "" : RemovalTable.text(removals, now: now, verbose: verbose)
        let parts = [head(decision), table] + results + [KeptSummary.text(decision.kept, rules, verbose: verbose)]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private func head(_ decision: CollectionDecision) -> String {
        let measure = policy.high?.isShare == true ? "disk    " : "stored  "
        let after = decision.removals.isEmpty ? "" : ", estimated \(amount(decision.usedAfter, decision)) afterwards"
        let sizes = decision.unseen.map { "\nsizes   as the engine reports: \($0)" } ?? ""
        return """
            engine  \(endpoint)
            policy  \(policy.name)\(marks)
            \(measure)\(amount(decision.usedBefore, decision))\(after)\(sizes)
            """
    }

    private var marks: String {
        guard let high = policy.high else { return "" }
        return ": above \(MarkArgument(high))" + (policy.low.map { ", down to \(MarkArgument($0))" } ?? "")
    }

    /// Bytes, and their share where the marks are shares.
    private func amount(_ bytes: Int, _ decision: CollectionDecision) -> String {
        guard case .share(let share)? = policy.high, let high = decision.high, high > 0 else {
            return ByteText.text(bytes)
        }
        return ByteText.text(bytes) + String(format: " (%.1f%%)", Double(bytes) / Double(high) * share * 100)
    }

    private func idleWords(_ decision: CollectionDecision) -> String {
        switch (decision.ground, policy) {
        case (.belowHighMark, _): "not above the high mark"
        case (_, .none): "the policy removes nothing"
        case (_, .tag(let name)): "no image \(name) that may be removed"
        case (_, .keepStorage) where !rules.buildCache: "the build cache is not selected (--build-cache)"
        case (.overHighMark, _), (.always, _): "everything must stay"
        }
    }

    private func result(_ outcome: CollectionOutcome) -> String {
        if outcome.end == .idle {
            let over = outcome.isOverHighMark == true ? "; the disk is above the high mark" : ""
            return "nothing to remove: \(idleWords(outcome.decision))\(over)"
        }
        var lines = ["removed \(Self.count(outcome.removed.map(\.planned)))\(freed(outcome))"]
        lines.append(
            String(format: "waited %.1f s for builds, blocked them for %.1f s at most", outcome.waited, outcome.held))
        if outcome.end == .limitReached { lines.append("stopped at --limit; the next collection continues") }
        if outcome.isOverHighMark == true {
            lines.append("still above the high mark: what is left is in use, kept, too young, or not in scope")
        }
        return lines.joined(separator: "\n")
    }

    private func freed(_ outcome: CollectionOutcome) -> String {
        var parts = ["estimated \(ByteText.text(outcome.plannedBytes))"]
        if let bytes = outcome.filesystemBytes { parts.append("the filesystem freed \(ByteText.text(bytes))") }
        if let bytes = outcome.accountedBytes {
            parts.append("the engine reports \(ByteText.text(bytes)) less")
        }
        return ": " + parts.joined(separator: ", ")
    }

    private static func count(_ removals: [PlannedRemoval]) -> String {
        let words = PlannedRemoval.Kind.words { kind in removals.count { $0.kind == kind } }
        return words.isEmpty ? "nothing" : words
    }
}

/// A collection, planned or done, for programs.
struct CollectionReport: Encodable {
    var engine: String
    var policy: String
    var high: String?
    var low: String?
    var dryRun: Bool
    var otherCollector = false
    /// The decision; for a collection its first one.
    var decision: CollectionDecision?
    var outcome: CollectionOutcome?
}

/// What is to be removed, one per line, in order. Cache records are many and their names mean little: beyond the first
/// few they are only counted.
enum RemovalTable {
    private static let recordsShown = 20
    private static let nameWidth = 60

    static func text(_ removals: [PlannedRemoval], now: Date, verbose: Bool) -> String {
        let records = removals.indices.filter { removals[$0].kind == .cacheRecord }
        let hidden = Set(verbose ? [] : records.dropFirst(recordsShown))
        let shown = removals.indices.filter { !hidden.contains($0) }.map { removals[$0] }
        let table = TextTable(
            ["KIND", "NAME", "LAST USED", "FREES", "WHY"],
            shown.map {
                [
                    $0.kind.word, name(of: $0), "\(AgeText.text($0.lastUse.age(at: now))) ago",
                    $0.kind == .name ? "-" : ByteText.text($0.bytes), $0.reason,
                ]
            })
        guard !hidden.isEmpty else { return table.text }
        let bytes = hidden.reduce(0) { $0 + removals[$1].bytes }
        return table.text + "\n… and \(hidden.count) more cache records, \(ByteText.text(bytes)) (--verbose)"
    }

    /// The first name and the number of others; without a name the short id, or the type.
    static func name(of removal: PlannedRemoval) -> String {
        guard let first = removal.names.first, !first.isEmpty else { return shortened(removal.id) }
        let line = first.split(separator: "\n").first.map(String.init) ?? first
        let cut = line.count > nameWidth ? line.prefix(nameWidth - 1) + "…" : line
        return removal.names.count > 1 ? "\(cut) (+\(removal.names.count - 1))" : cut
    }

    static func shortened(_ id: String) -> String {
        String((id.hasPrefix("sha256:") ? id.dropFirst(7) : id[...]).prefix(12))
    }
}

extension PlannedRemoval.Kind {
    var word: String {
        switch self {
        case .image: "image"
        case .name: "name"
        case .cacheRecord: "cache"
        }
    }

    /// How many there are of each kind: `1 image and 2 cache records`; empty where there is none.
    static func words(_ count: (Self) -> Int) -> String {
        let all: [(kind: Self, one: String)] = [(.image, "image"), (.name, "name"), (.cacheRecord, "cache record")]
        return all.map { (count($0.kind), $0.one) }.filter { $0.0 > 0 }
            .map { Words.count($0, $1, $1 + "s") }.joined(separator: " and ")
    }
}

private enum KeptSummary {
    static func text(_ kept: [KeptObject], _ rules: CollectionRules, verbose: Bool) -> String {
        if kept.isEmpty { return "" }
        if verbose {
            return TextTable(
                ["KEPT", "NAME", "WHY"],
                kept.map { object in
                    let name = object.names.first.flatMap { $0.isEmpty ? nil : $0 } ?? RemovalTable.shortened(object.id)
                    return [object.kind.word, String(name.prefix(60)), object.detail]
                }
            ).text
        }
        let lines = KeptObject.Reason.allCases.compactMap { reason -> String? in
            // Names are not counted.
            let counts = PlannedRemoval.Kind.words { kind in
                kind == .name ? 0 : kept.count { $0.reason == reason && $0.kind == kind }
            }
            return counts.isEmpty ? nil : "  \(counts): \(words(for: reason, rules))"
        }
        return "kept:\n" + lines.joined(separator: "\n")
    }

    private static func words(for reason: KeptObject.Reason, _ rules: CollectionRules) -> String {
        switch reason {
        case .inUse: "in use by a container or a build"
        case .outOfScope: "without the label that is collected (see --label and --any)"
        case .named: "named by --keep"
        case .young: "used within \(AgeText.text(rules.minimumAge)) (--min-age)"
        case .needed: "something that stays is built on them"
        case .newest: "the newest of their repository"
        case .policy: "the policy does not ask for them"
        case .enough: "the disk is empty enough without them"
        case .refused: "refused or changed at removal"
        }
    }
}
