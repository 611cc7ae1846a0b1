import Model

/// The page on `worker-dependencies` and `ops-requirements`: of both what the run asks for, whichever of them it is shown for.
struct RequirementsPage {
    let evidence: RequirementsEvidence

    /// What the page of answers shows of it for `worker-dependencies`.
    var workersKey: KeyEvidence { KeyEvidence(words: workersWords, table: workersTable) }

    /// The same for `ops-requirements`.
    var requirementsKey: KeyEvidence { KeyEvidence(words: requirementsWords, table: requirementsTable) }

    func page(key: KeyEvidence) -> Page {
        Page(
            subject: "requirements", title: "What a worker needs", run: evidence.run, warnings: evidence.warnings,
            sections: [
                ["## The answers"], evidence.asksForPackages ? workers : [],
                evidence.asksForRequirements ? requirements : [],
            ], limits: Self.limits, reproduction: reproduction, key: key)
    }

    // MARK: - Whether workers that only build need far fewer packages

    private var workers: [Page.Block] {
        WorkerDependenciesQuestion().answered(workersWords, .table(workersTable)) + [
            """
            **As applied:** computed, and not measured on two workers. Apt resolved both lists in the context of the base image, a \
            minimal Debian, from this machine's own package sources. Recommended packages are left out. Sizes are those that the \
            packages state (`Installed-Size`). Whole workers are compared, with the minimal system in both. Yes if the one that only \
            builds has under half of the other's packages and under half of its bytes. Nothing is sampled, so there is no interval.
            """,
            """
            **What is in neither:** what both need besides, such as a CI agent and its Java, which would bring them nearer to each other. Also \
            in neither are the images and caches that the first one keeps: `storage` is about these.\(python)
            """,
        ]
    }

    /// The headline, closed by `**`, and what follows it.
    private var workersWords: String {
        let headline = WorkerRule.verdict(on: evidence).answer.headline(yes: "yes.", no: "no, not by this rule.")
        guard let shares = WorkerRule.shares(evidence) else {
            return "\(headline)** What the workers need could not be computed."
        }
        return """
            \(headline)** A worker that only builds containers has \(Words.percent(shares.packages)) of the packages and \
            \(Words.percent(shares.bytes)) of the bytes of one that carries what the fixtures need. The engine counts too.
            """
    }

    private var python: String {
        guard let count = evidence.pythonPackages, count > 0 else { return "" }
        let packages = Words.count(Int(count), "Python package", "Python packages")
        return " Also left out: \(packages) that the other one carries as well\(turning)."
    }

    /// What the bytes that are left out would have to be to turn the answer.
    private var turning: String {
        guard let shares = WorkerRule.shares(evidence), shares.bytes >= WorkerRule.bound,
            let less = evidence.count(.buildOnly), let more = evidence.count(.carrying)
        else { return "" }
        let lacking = less.bytes / WorkerRule.bound - more.bytes
        return " (they would have to take \(Words.bytes(lacking)) to bring the bytes under half)"
    }

    private var workersTable: Table {
        func beyond(_ count: RequirementsEvidence.WorkerCount) -> (packages: Double, bytes: Double)? {
            guard count.worker != .bare, let bare = evidence.count(.bare) else { return nil }
            return (count.packages - bare.packages, count.bytes - bare.bytes)
        }
        return Table(evidence.workers) {
            Column("worker") { Self.name($0.worker) }
            Column("Debian packages", .right) { "\(Int($0.packages))" }
            Column("installed", .right) { Words.bytes($0.bytes) }
            Column("packages beyond the minimal system", .right) {
                beyond($0).map { "\(Int($0.packages))" } ?? Words.absent
            }
            Column("installed beyond it", .right) { Words.bytes(beyond($0)?.bytes) }
        }
    }

    private static func name(_ worker: WorkerPoint.Worker) -> String {
        switch worker {
        case .bare: "the minimal system"
        case .buildOnly: "it only builds containers: engine, git, certificates"
        case .carrying: "it carries what the fixtures need"
        }
    }

    // MARK: - What a worker must offer, and what was found

    private var requirements: [Page.Block] {
        let looked = """
            The table shows what `plimsoll doctor` looked at when the run began; there may be other requirements. “Required”: no embedded \
            engine runs without it. The others are needed only for what the table says. “Degraded”: less than could be, and no \
            obstacle. What had to be tried was tried in namespaces that ended with the trial.
            """
        return OpsRequirementsQuestion().answered(
            requirementsWords, .table(requirementsTable), .text(evidence.requirements.isEmpty ? "" : looked))
    }

    /// The headline, closed by `**`, and what follows it.
    private var requirementsWords: String {
        let all = evidence.requirements
        guard !all.isEmpty else { return "evidence only.** The worker of this run was not looked at." }
        let worse = all.filter { $0.state != "fine" }
        let names = worse.map { Markdown.escaped($0.name) }.joined(separator: ", ")
        return """
            evidence only.** \(Words.count(all.count, "requirement was", "requirements were")) looked at, \
            \(all.count(where: \.isRequired)) of them required. \
            \(worse.isEmpty ? "All are met" : "Not met, or only in part: \(worse.count) (\(names))"). By area: \(areas).
            """
    }

    /// `tools 15, kernel 13 …`: what they are about, the most first.
    private var areas: String {
        Dictionary(grouping: evidence.requirements, by: \.area).map { (area: $0.key, count: $0.value.count) }
            .sorted { ($1.count, $0.area) < ($0.count, $1.area) }
            .map { "\(Markdown.escaped($0.area)) \($0.count)" }.joined(separator: ", ")
    }

    private var requirementsTable: Table {
        Table(evidence.requirements) {
            Column("about") { Markdown.escaped($0.area) }
            Column("what") { Markdown.escaped($0.name) }
            Column("needed for") { Markdown.escaped($0.neededFor) }
            Column("required") { $0.isRequired ? "yes" : "no" }
            Column("state") { $0.state == "fine" ? "fine" : "**\(Markdown.escaped($0.state))**" }
            Column("found") { Markdown.escaped($0.found) }
            Column("remedy") { $0.remedy.map(Markdown.code) ?? Words.absent }
        }
    }

    // MARK: - What is beside

    private static let limits: [Page.Block] = [
        "## What was not measured",
        """
        Only one worker was looked at, this one. It does not show what a network between workers, a registry and a package source \
        must carry. It does not show what an orchestrator or a CI server needs. Repositories that need much more than the test ones \
        may give another answer.
        """,
    ]

    private var reproduction: [Page.Block] {
        ReproductionSection.paragraphs(
            of: evidence.run.record, querying: "What was found of the worker, and the packages of each",
            by: """
                SELECT area, name, state, found FROM requirement_view WHERE run = '\(evidence.run.record.id.uuidString)';
                SELECT series, value, unit FROM point_view
                WHERE run = '\(evidence.run.record.id.uuidString)' AND series LIKE 'worker\\_%' ESCAPE '\\';
                """)
    }
}
