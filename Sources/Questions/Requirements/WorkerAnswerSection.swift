import Model

/// Whether workers that only build need far fewer packages.
struct WorkerAnswerSection {
    let findings: RequirementsFindings

    var paragraphs: [String] {
        [
            "**\(Questions.workerDependencies.words)** (`\(Questions.workerDependencies.id)`)",
            AnswerSection.headlineMark + words,
            table.text,
            "**Rule, fixed before the run:** \(Questions.workerDependencies.rule).",
            """
            **As applied:** computed, and not measured on two workers: apt resolved both lists in the context of the base image, a \
            minimal Debian, from this machine's own package sources, without recommended packages; sizes are those that the \
            packages state (`Installed-Size`). Whole workers are compared, the minimal system in both: yes if the one that only builds \
            has under half of the other's packages and under half of its bytes. Nothing is sampled, so that there is no interval.
            """,
            """
            **What is in neither:** what both need besides, as a CI's agent and its Java, which would bring them nearer to each other; \
            the images and caches that the first one keeps, which are the subject of `storage`\(python).
            """,
        ].filter { !$0.isEmpty }
    }

    /// The headline, closed by `**`, and what follows it.
    var words: String { "\(headline)** \(sentence)" }

    private var headline: String {
        switch findings.verdict.answer {
        case .yes: "yes."
        case .no: "no, not by this rule."
        case .undecided: "undecided."
        }
    }

    private var sentence: String {
        guard let shares = WorkerRule.shares(findings.workers) else {
            return "What the workers need could not be computed."
        }
        return """
            A worker that only builds containers has \(Words.percent(shares.packages)) of the packages and \
            \(Words.percent(shares.bytes)) of the bytes of one that carries what the fixtures need.
            """
    }

    private var python: String {
        guard let count = findings.pythonPackages, count > 0 else { return "" }
        return
            "; and \(Words.count(Int(count), "Python package", "Python packages")) that the other one carries as well\(turning)"
    }

    /// What the bytes that are left out would have to be to turn the answer.
    private var turning: String {
        guard let shares = WorkerRule.shares(findings.workers), shares.bytes >= WorkerRule.bound,
            let less = findings.workers.first(where: { $0.worker == .buildOnly }),
            let more = findings.workers.first(where: { $0.worker == .carrying })
        else { return "" }
        let lacking = less.bytes / WorkerRule.bound - more.bytes
        return " (they would have to take \(Words.bytes(lacking)) to bring the bytes under half)"
    }

    var table: MarkdownTable {
        let bare = findings.workers.first { $0.worker == .bare }
        var table = MarkdownTable(
            ("worker", .left), ("Debian packages", .right), ("installed", .right),
            ("packages beyond the minimal system", .right),
            ("installed beyond it", .right))
        for count in findings.workers {
            let isBare = count.worker == .bare
            table.add(
                Self.name(count.worker), "\(Int(count.packages))", Words.bytes(count.bytes),
                isBare ? Words.absent : bare.map { "\(Int(count.packages - $0.packages))" } ?? Words.absent,
                isBare ? Words.absent : bare.map { Words.bytes(count.bytes - $0.bytes) } ?? Words.absent)
        }
        return table
    }

    private static func name(_ worker: WorkerPoint.Worker) -> String {
        switch worker {
        case .bare: "the minimal system"
        case .buildOnly: "it only builds containers: engine, git, certificates"
        case .carrying: "it carries what the fixtures need"
        }
    }
}
