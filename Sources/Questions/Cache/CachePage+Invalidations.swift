import Model

/// What the page tells of named changes.
extension CachePage {
    /// Above how many configurations a cell has no room for an instruction and a reason.
    private static let mostWithReasons = 3

    var invalidations: [Page.Block] {
        let isWide = evidence.configurations.count > Self.mostWithReasons
        return isWide ? wide : narrow
    }

    private var narrow: [Page.Block] {
        let table = Table(evidence.invalidations) {
            Column("change") { Markdown.escaped($0.change) }
            columns { Self.text($0) }
            Column("alike") { $0.differs ? "**no**" : "yes" }
        }
        let text = """
            One change of each kind, each built on top of those before it, and what it made miss. The table has the first \
            step that did not come from the cache, the reason, and how many steps missed with it. \(Self.source)
            """
        return .section("## What invalidates what", table, text) + [
            .text((times + differences).joined(separator: "\n"))
        ]
    }

    /// The counts first; reasons in a table of their own, a row for all configurations that are alike.
    private var wide: [Page.Block] {
        let table = Table(evidence.invalidations) {
            Column("change") { Markdown.escaped($0.change) }
            columns { $0.map { "\($0.misses) of \($0.steps)" } ?? Words.absent }
            Column("alike") { $0.differs ? "**no**" : "yes" }
        }
        let lead = """
            One change of each kind, each built on top of those before it. The table has how many of the steps missed that can \
            come from the cache. “0 of 7” means that all came from it.
            """
        return .section("## What invalidates what", table, lead) + [.text(times.joined(separator: "\n"))]
            + .section(
                "### What missed first, and why", reasons,
                "A row for all that did the same. Changes that left every step in the cache everywhere are not listed. \(Self.source)"
            )
    }

    private static let source = """
        Plimsoll found the reason by comparing what the step was made from with earlier builds. Nothing in this table is taken \
        from documentation.
        """

    /// A column a configuration.
    private func columns(_ cell: @escaping (Invalidation.Effect?) -> String) -> [Column<Invalidation>] {
        evidence.configurations.map { found in Column(found.words) { cell($0.effects[found.name]) } }
    }

    private static func text(_ effect: Invalidation.Effect?) -> String {
        guard let effect else { return Words.absent }
        guard let first = effect.first, effect.misses > 0 else { return "all \(effect.steps) from the cache" }
        return "\(reason(effect)): \(Markdown.code(first)), \(effect.misses) of \(effect.steps) missed"
    }

    private static func reason(_ effect: Invalidation.Effect) -> String { effect.reason?.rawValue ?? "reason unknown" }

    // MARK: - Rows of what is alike

    private var reasons: Table {
        typealias Row = (change: String, effect: Invalidation.Effect, names: Set<String>, all: Set<String>)
        let rows = evidence.invalidations.filter { !$0.isHarmless }.flatMap { found -> [Row] in
            let groups = Dictionary(grouping: found.effects.keys) { found.effects[$0] ?? Invalidation.Effect() }
            return groups.sorted { ($0.key.misses, $0.key.first ?? "") < ($1.key.misses, $1.key.first ?? "") }
                .map { (found.change, $0.key, Set($0.value), Set(found.effects.keys)) }
        }
        return Table(rows) {
            Column("change") { Markdown.escaped($0.change) }
            Column("missed", .right) { "\($0.effect.misses) of \($0.effect.steps)" }
            Column("first") { $0.effect.first.map { Markdown.code($0) } ?? Words.absent }
            Column("why") { $0.effect.misses == 0 ? Words.absent : Self.reason($0.effect) }
            Column("where") { place($0.names, among: $0.all) }
        }
    }

    /// `everywhere`, `all but A`, or `A; B`.
    private func place(_ names: Set<String>, among all: Set<String>) -> String {
        func list(_ names: Set<String>) -> String {
            evidence.configurations.filter { names.contains($0.name) }.map(\.words).joined(separator: "; ")
        }
        if names == all { return "everywhere" }
        let others = all.subtracting(names)
        return others.count * 2 < names.count ? "all but \(list(others))" : list(names)
    }

    // MARK: - What contradicts common belief, where this run shows it

    private var times: [String] {
        guard evidence.invalidations.first(where: { $0.change.contains("modification time") })?.isHarmless ?? false
        else {
            return []
        }
        return [
            """
            - The notes of the trial say that modification times matter. **They do not**: with new times alone, every step \
            came from the cache. A fresh clone needs no care for its files' times.
            """
        ]
    }

    private var differences: [String] {
        evidence.invalidations.filter(\.differs).map { different in
            let effects = different.effects.sorted { $0.key < $1.key }.map { configuration, effect in
                "\(Words.theConfiguration(configuration)) missed \(effect.misses == 0 ? "nothing" : "\(effect.misses)")"
            }.joined(separator: ", ")
            return "- The builders **differ** on \(Markdown.escaped(different.change)): \(effects)."
        }
    }
}
