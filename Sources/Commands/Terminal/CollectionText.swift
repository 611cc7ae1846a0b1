import Engine
import Foundation
import Housekeeping
import Model

/// A collection, planned or done, for people.
struct CollectionText {
    let endpoint: EngineEndpoint
    let policy: CollectionPolicy
    let rules: CollectionRules
    let verbose: Bool
    var now = Date()

    // MARK: - For programs

    func report(_ decision: CollectionDecision) -> CollectionReport {
        CollectionReport(
            engine: endpoint.description, policy: policy.name, high: policy.high?.description,
            low: policy.low?.description, dryRun: true, decision: decision)
    }

    func report(_ outcome: CollectionOutcome) -> CollectionReport {
        CollectionReport(
            engine: endpoint.description, policy: policy.name, high: policy.high?.description,
            low: policy.low?.description, dryRun: false, outcome: outcome)
    }

    var reportOfOtherCollector: CollectionReport {
        CollectionReport(engine: endpoint.description, policy: policy.name, dryRun: false, otherCollector: true)
    }

    // MARK: - For people

    func text(_ decision: CollectionDecision) -> String {
        var parts = [head(decision)]
        if !decision.removals.isEmpty { parts.append(RemovalTable(decision.removals, now: now, verbose: verbose).text) }
        parts.append(
            decision.removals.isEmpty
                ? "nothing to remove: \(idleWords(decision))"
                : "would remove \(Self.count(decision.removals)), about \(ByteText.text(decision.bytes))"
                    + (decision.keepStorage == nil ? "" : "; BuildKit chooses by itself")
                    + (decision.staysOverHighMark ? "; the disk stays above the high mark" : ""))
        parts.append(KeptSummary(decision.kept, rules: rules, verbose: verbose).text)
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    func text(_ outcome: CollectionOutcome) -> String {
        var parts = [head(outcome.decision)]
        if !outcome.removed.isEmpty {
            parts.append(RemovalTable(outcome.removed.map(\.planned), now: now, verbose: verbose).text)
        }
        if !outcome.spared.isEmpty {
            parts.append(
                "spared:\n"
                    + outcome.spared.map { "  \(RemovalTable.name(of: $0.planned)): \($0.words)" }
                    .joined(separator: "\n"))
        }
        parts.append(result(outcome))
        parts.append(KeptSummary(outcome.decision.kept, rules: rules, verbose: verbose).text)
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private func head(_ decision: CollectionDecision) -> String {
        var lines = ["engine  \(endpoint)", "policy  \(policy.name)\(marks)"]
        let measure = policy.high?.isShare == true ? "disk    " : "stored  "
        lines.append(
            measure + amount(decision.usedBefore, decision)
                + (decision.removals.isEmpty ? "" : ", reckoned \(amount(decision.usedAfter, decision)) afterwards"))
        return lines.joined(separator: "\n")
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
        case (_, .tag(let name)): "no image \(name) that may go"
        case (_, .keepStorage) where !rules.buildCache: "the build cache is not asked for (--build-cache)"
        case (.overHighMark, _), (.always, _): "all that is there must stay"
        }
    }

    private func result(_ outcome: CollectionOutcome) -> String {
        if outcome.end == .idle {
            let over = outcome.isOverHighMark == true ? "; the disk is above the high mark" : ""
            return "nothing to remove: \(idleWords(outcome.decision))\(over)"
        }
        var lines = ["removed \(Self.count(outcome.removed.map(\.planned)))\(freed(outcome))"]
        lines.append(
            String(format: "waited %.1f s for builds, kept them waiting %.1f s at most", outcome.waited, outcome.held))
        if outcome.end == .limitReached { lines.append("stopped at --limit; the next collection goes on") }
        if outcome.isOverHighMark == true {
            lines.append("still above the high mark: what is left is in use, kept, too young, or not in scope")
        }
        return lines.joined(separator: "\n")
    }

    private func freed(_ outcome: CollectionOutcome) -> String {
        var parts = ["reckoned \(ByteText.text(outcome.plannedBytes))"]
        if let bytes = outcome.filesystemBytes { parts.append("the filesystem gave back \(ByteText.text(bytes))") }
        if let bytes = outcome.accountedBytes {
            parts.append("the engine's account is less by \(ByteText.text(bytes))")
        }
        return ": " + parts.joined(separator: ", ")
    }

    private static func count(_ removals: [PlannedRemoval]) -> String {
        func words(_ kind: PlannedRemoval.Kind, _ one: String, _ many: String) -> String? {
            let count = removals.count { $0.kind == kind }
            return count == 0 ? nil : count == 1 ? "1 \(one)" : "\(count) \(many)"
        }
        let parts = [
            words(.image, "image", "images"), words(.name, "name", "names"),
            words(.cacheRecord, "cache record", "cache records"),
        ].compactMap(\.self)
        return parts.isEmpty ? "nothing" : parts.joined(separator: " and ")
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
struct RemovalTable {
    private static let recordsShown = 20
    private static let nameWidth = 60

    let text: String

    init(_ removals: [PlannedRemoval], now: Date, verbose: Bool) {
        var table = TextTable(["KIND", "NAME", "LAST USED", "FREES", "WHY"])
        var records = 0
        var hidden = (count: 0, bytes: 0)
        for removal in removals {
            if removal.kind == .cacheRecord {
                records += 1
                if records > Self.recordsShown, !verbose {
                    hidden = (hidden.count + 1, hidden.bytes + removal.bytes)
                    continue
                }
            }
            table.add([
                removal.kind.word, Self.name(of: removal), "\(AgeText.text(removal.lastUse.age(at: now))) ago",
                removal.kind == .name ? "-" : ByteText.text(removal.bytes), removal.reason,
            ])
        }
        let more =
            hidden.count > 0
            ? "\n… and \(hidden.count) more cache records, \(ByteText.text(hidden.bytes)) (--verbose)" : ""
        text = table.text + more
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
}
