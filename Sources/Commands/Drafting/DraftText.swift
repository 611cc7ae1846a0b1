import Model

extension ScenarioDraft {
    /// The scenario as a commented file.
    /// - Parameters:
    ///   - repository: the path to write down, which belongs to the file's folder unless it is absolute.
    ///   - file: the file's path, for the commands that it mentions; nil: the scenario is kept by its run.
    func text(repository: String? = nil, file: String? = nil) -> String {
        let fixtures = fixtures.enumerated().map { index, fixture in
            FixtureText(fixture, repository: repository ?? self.repository, revisions: revisions, isFirst: index == 0)
                .text
        }
        return """
            # Replays the newest changes of a git repository, one after another, as CI jobs.
            \(file.map(head) ?? "")
            name: \(name)
            description: The newest changes of \(name), each built\(onlyBuilds ? "" : " and run").
            \(questions)

            fixtures:
            \(fixtures.joined())\(otherDockerfiles)
            factors:
              # BuildKit alone, as it reads every Dockerfile. With [legacy, buildkit] the report compares both builders.
              builder: [buildkit]

            workload:
              # A job that takes longer is ended, and counts as timed_out.
              timeout: 10m
            \(commandUse)
            # For each fixture two warm-ups, then `changes` jobs, one a change, and `cold` jobs without the cache.
            # The class of a change is told by its files: dockerfile, dependency (a manifest or lock file), source (any other),
            # or none, if nothing of the context changed. Documents count as source: an ignore file makes them hits.
            profiles:
              quick: {changes: \(quickChanges)}
              full: {changes: \(fullChanges), cold: 3}

            """
    }

    private var questions: String {
        let what = "# What the report answers with it, beside the cache: `plimsoll questions` lists all."
        return onlyBuilds
            ? "# Jobs that only build answer no question; the report shows times and what came from the cache.\n# questions: [build-overhead]"
            : what + "\nquestions: [build-overhead]"
    }

    private func head(_ file: String) -> String {
        let path = ShellWord.quoted(YAMLText.line(file), plain: "/._-")
        return """
            # Written by `plimsoll init`. What it assumed says so: check it, then
            #
            #   plimsoll plan \(path)     prints the jobs, and runs nothing
            #   plimsoll run \(path)      runs them on an engine of Plimsoll's own; --engine names another
            #   plimsoll report
            #
            # docs/scenarios.md describes all keys.

            """
    }

    private var commandUse: String {
        guard let fixture = fixtures.first(where: { !$0.command.ends }) else { return "" }
        let why = fixtures.count == 1 ? fixture.commandReason : "\(fixture.name): \(fixture.commandReason)"
        let lines = FixtureText.comment("Assumed: jobs end with the build. \(why).", indentation: 2)
        return
            (lines + [
                "  # Give each fixture a command that ends by itself, and leave this line out: then jobs run it too.",
                "  command: none", "",
            ]).joined(separator: "\n")
    }

    private var otherDockerfiles: String {
        if others.isEmpty { return "" }
        let lines = others.prefix(10).map { "  #   dockerfile: \(YAMLText.word($0))\n" }.joined()
        let more = others.count > 10 ? "  #   … and \(others.count - 10) more\n" : ""
        return "  # Not used. For each of these a fixture like the above can be added, with a name of its own:\n"
            + lines + more
    }
}

/// One fixture of a drafted scenario as YAML. The first explains the keys.
struct FixtureText {
    private var lines: [String] = []

    var text: String { lines.joined(separator: "\n") + "\n" }

    init(_ fixture: DraftedFixture, repository: String, revisions: String, isFirst: Bool) {
        func explain(_ text: String) { if isFirst { lines += Self.comment(text, indentation: 6) } }
        func note(_ text: String) { lines += Self.comment(text, indentation: 6) }
        func key(_ name: String, _ value: String) { lines.append("      \(name): \(value)") }
        lines = ["  - git:"]
        key("name", fixture.name)
        key("repository", YAMLText.word(repository))
        explain("Revisions along first parents, read from git's store. The work tree is not used, and not changed.")
        key("revisions", YAMLText.word(revisions))
        note("Assumed: \(fixture.whyDockerfile).")
        key(fixture.isOutside ? "external_dockerfile" : "dockerfile", YAMLText.word(fixture.dockerfile))
        if !fixture.context.folder.isEmpty {
            explain("The folder that is sent to the build. Without this key it is all of the repository.")
            note("Assumed: \(fixture.context.why).")
            key("context", YAMLText.word(fixture.context.folder))
        }
        note("Assumed: \(fixture.commandReason).")
        if let words = fixture.command.words { key("command", YAMLText.list(words)) }
        for suggestion in fixture.suggestions where suggestion.words != fixture.command.words {
            note("Not tried; \(suggestion.file) suggests it:")
            lines.append("      # command: \(YAMLText.list(suggestion.words))")
        }
        if !fixture.images.isEmpty {
            explain("What it is built from. The engine pulls what it lacks before the first build.")
            key("images", YAMLText.list(fixture.images))
        }
        if isFirst {
            explain("Paths in the container to copy out after the command:")
            lines.append("      # artifacts: [/out]")
        }
        for text in fixture.notes { note("Note: \(text).") }
    }

    /// Lines of a comment, broken between words.
    static func comment(_ text: String, indentation: Int) -> [String] {
        let start = String(repeating: " ", count: indentation) + "#"
        var lines = [start]
        for word in YAMLText.line(text).split(separator: " ") {
            if lines[lines.count - 1].count + word.count > 116, lines[lines.count - 1] != start { lines.append(start) }
            lines[lines.count - 1] += " " + word
        }
        return lines
    }
}

extension DraftedFixture {
    /// Why this command is run, or none.
    var commandReason: String {
        switch command {
        case .given: "the command that was given"
        case .ofCI(_, let place): "CI runs this command in the image (\(place))"
        case .ofImage(.own(let text, let line)): "the image's own command ends by itself (line \(line): \(text))"
        case .ofImage(.idle(let base)): "\(dockerfile) names no command, and that of \(base) ends at once"
        case .ofImage(.serves(let why)): "the image serves and does not end by itself (\(why))"
        case .ofImage(.unknown(let base)):
            "\(dockerfile) names no command, and whether that of \(base) ends is not known"
        case .ofImage(.nothing): "\(dockerfile) names no command"
        }
    }
}
