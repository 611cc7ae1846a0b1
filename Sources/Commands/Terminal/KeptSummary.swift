import Housekeeping

/// What stays and why: counted, or one by one.
struct KeptSummary {
    let text: String

    init(_ kept: [KeptObject], rules: CollectionRules, verbose: Bool) {
        guard !kept.isEmpty else {
            text = ""
            return
        }
        if verbose {
            var table = TextTable(["KEPT", "NAME", "WHY"])
            for object in kept {
                let name = object.names.first.flatMap { $0.isEmpty ? nil : $0 } ?? RemovalTable.shortened(object.id)
                table.add([object.kind.word, String(name.prefix(60)), object.detail])
            }
            text = table.text
            return
        }
        var lines: [String] = []
        for reason in KeptObject.Reason.allCases {
            let images = kept.count { $0.reason == reason && $0.kind == .image }
            let records = kept.count { $0.reason == reason && $0.kind == .cacheRecord }
            guard images + records > 0 else { continue }
            let counts = [
                images == 0 ? nil : images == 1 ? "1 image" : "\(images) images",
                records == 0 ? nil : records == 1 ? "1 cache record" : "\(records) cache records",
            ].compactMap(\.self).joined(separator: " and ")
            lines.append("  \(counts): \(Self.words(for: reason, rules))")
        }
        text = "kept:\n" + lines.joined(separator: "\n")
    }

    private static func words(for reason: KeptObject.Reason, _ rules: CollectionRules) -> String {
        switch reason {
        case .inUse: "in use by a container or a build"
        case .outOfScope: "without the label that is collected (see --label and --any)"
        case .named: "named by --keep"
        case .young: "used within \(AgeText.text(rules.minimumAge)) (--min-age)"
        case .needed: "something that stays builds on them"
        case .newest: "the newest of their repository"
        case .policy: "the policy does not ask for them"
        case .enough: "the disk is empty enough without"
        case .refused: "refused or changed when they were to go"
        }
    }
}
