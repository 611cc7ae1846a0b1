import Model

extension ScenarioDraft {
    /// What was assumed, and why: a short list for people.
    var assumptions: String {
        var table = TextTable()
        for fixture in fixtures {
            if fixtures.count > 1 { table.add("fixture", fixture.name) }
            table.add("Dockerfile", "\(fixture.dockerfile): \(fixture.whyDockerfile)")
            let folder = fixture.context.folder.isEmpty ? "all of the repository" : fixture.context.folder
            table.add("context", "\(folder): \(fixture.context.why)")
            table.add("command", Self.command(of: fixture))
            table.add("changes", Self.changes(of: fixture, newest: quickChanges))
        }
        if onlyBuilds { table.add("run", "nothing: every job ends with the build, as a command may not end") }
        table.add("revisions", "\(revisions), along first parents; the work tree is not used")
        table.add(
            "profiles", "quick: \(jobs(quickChanges)) jobs for changes: \(quickChanges); full: changes: \(fullChanges)")
        table.add("builder", "BuildKit")
        table.add("images", images)
        if !others.isEmpty {
            let shown = others.prefix(5).joined(separator: ", ")
            table.add("not used", shown + (others.count > 5 ? " and \(others.count - 5) more" : ""))
        }
        let notes = notes + fixtures.flatMap(\.notes)
        return (table.lines + notes.map { "note: \($0)" }).map(YAMLText.line).joined(separator: "\n")
    }

    /// Two warm-ups and the changes, of each fixture.
    private func jobs(_ changes: Int) -> Int { fixtures.count * (2 + changes) }

    private static func command(of fixture: DraftedFixture) -> String {
        guard let words = fixture.command.words else {
            let other = fixture.suggestions.first.map { "; not tried: \($0.words.joined(separator: " "))" } ?? ""
            return fixture.commandReason + other
        }
        return words.joined(separator: " ") + ": " + fixture.commandReason
    }

    /// The classes of the changes that the quick profile replays, and how far back rarer ones are.
    private static func changes(of fixture: DraftedFixture, newest count: Int) -> String {
        let newest = fixture.classes.suffix(count)
        let counts = ChangeClass.allCases.compactMap { kind in
            let number = newest.count { $0 == kind }
            return number == 0 ? nil : "\(number) \(kind.rawValue)"
        }
        let older = [ChangeClass.dependency, .dockerfile].compactMap { kind -> String? in
            guard !newest.contains(kind), let last = fixture.classes.lastIndex(of: kind) else { return nil }
            let back = fixture.classes.count - last
            return back <= fixture.available ? "the newest \(kind.rawValue) change is \(back) back" : nil
        }
        return (counts + older).joined(separator: ", ")
    }

    private var images: String {
        let all = Set(fixtures.flatMap(\.images)).sorted()
        guard !all.isEmpty else { return "none" }
        let isOwn = all.allSatisfy { $0.hasPrefix("plimsoll/base:") }
        return all.joined(separator: ", ")
            + (isOwn
                ? ": Plimsoll makes it"
                : ": the engine pulls what it lacks; offline, name an engine that has them by --engine")
    }
}
