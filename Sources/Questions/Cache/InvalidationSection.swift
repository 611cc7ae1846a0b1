/// The table of what invalidates what.
struct InvalidationSection {
    let invalidations: [Invalidation]

    var paragraphs: [String] {
        guard !invalidations.isEmpty else { return [] }
        let configurations = Set(invalidations.flatMap(\.effects.keys)).sorted()
        var columns = [("change", MarkdownTable.Alignment.left)]
        columns += configurations.map { (Words.configuration($0), .left) }
        columns.append(("alike", .left))
        var table = MarkdownTable(columns)
        for invalidation in invalidations {
            table.add(
                [Markdown.escaped(invalidation.change)]
                    + configurations.map { Self.text(invalidation.effects[$0]) }
                    + [invalidation.differs ? "**no**" : "yes"])
        }
        return [
            "## What invalidates what",
            table.text,
            """
            One change of each kind, each built on top of those before it, and what it made miss: the first step that did \
            not come from the cache, the reason that Plimsoll found by comparing what the step was made from with the \
            builds before, and how many steps missed with it. Nothing in this table is taken from documentation.
            """,
        ] + surprises
    }

    /// What contradicts common belief, where this run shows it.
    private var surprises: [String] {
        var lines: [String] = []
        if let touched = invalidations.first(where: { $0.change.contains("modification time") }),
            touched.effects.values.allSatisfy({ $0.misses == 0 })
        {
            lines.append(
                """
                - The notes of the trial say that modification times matter. **They do not**: with new times alone, every step \
                came from the cache, so a fresh clone needs no care for its files' times.
                """)
        }
        for different in invalidations where different.differs {
            let effects = different.effects.sorted { $0.key < $1.key }.map { configuration, effect in
                "\(Words.theConfiguration(configuration)) \(effect.misses == 0 ? "missed nothing" : "missed \(effect.misses)")"
            }
            lines.append(
                "- The builders **differ** on \(Markdown.escaped(different.change)): \(effects.joined(separator: ", "))."
            )
        }
        return lines.isEmpty ? [] : [lines.joined(separator: "\n")]
    }

    private static func text(_ effect: Invalidation.Effect?) -> String {
        guard let effect else { return Words.absent }
        guard let first = effect.first, effect.misses > 0 else { return "all \(effect.steps) from the cache" }
        let reason = effect.reason?.rawValue ?? "reason unknown"
        return "\(reason): \(Markdown.code(first)), \(effect.misses) of \(effect.steps) missed"
    }
}
