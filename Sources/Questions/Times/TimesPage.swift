import Model
import Store

/// The page on how long jobs took, phase by phase: for scenarios that name no question. It answers none.
struct TimesPage {
    /// The jobs of one fixture in one configuration whose revisions changed the same kind of thing.
    struct Row: Sendable {
        let series: Series
        let changeClass: ChangeClass
        /// Whether they were built without the cache.
        let cold: Bool
        /// All but warm-ups.
        let jobs: Int
        /// Those whose times count.
        let succeeded: [Job]

        /// The median in seconds; nil where no job has the time.
        func median(_ time: (Job) -> Double?) -> Double? { Medians.plain(succeeded.compactMap(time)) }
    }

    let run: RunSummary
    let rows: [Row]

    /// Nil where each scenario of the run names a question: then the question's page has its times.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func page(in run: RunReader) throws -> Page? {
        let scenarios = run.run.record.scenarios.filter(\.questions.isEmpty).map(\.name)
        guard !scenarios.isEmpty else { return nil }
        let rows = rows(of: try run.database.jobs(run: run.run, of: scenarios))
        return rows.isEmpty ? nil : TimesPage(run: run.run, rows: rows).page
    }

    private struct Kind: Hashable {
        let series: Series
        let changeClass: ChangeClass
        let cold: Bool
    }

    private static func rows(of jobs: [Job]) -> [Row] {
        let kinds = Dictionary(grouping: jobs.filter { !$0.warmup }) {
            Kind(series: $0.series, changeClass: $0.changeClass, cold: $0.cold)
        }
        let sorted = kinds.sorted {
            ($0.key.series, $0.key.changeClass, $0.key.cold ? 1 : 0)
                < ($1.key.series, $1.key.changeClass, $1.key.cold ? 1 : 0)
        }
        return sorted.map { kind, jobs in
            Row(
                series: kind.series, changeClass: kind.changeClass, cold: kind.cold, jobs: jobs.count,
                succeeded: jobs.filter { $0.outcome == .succeeded })
        }
    }

    var page: Page {
        Page(
            subject: "times", title: "How long jobs took", run: run, introduction: introduction,
            blocks: ["## By fixture, builder and change", .table(table), .text(Self.words)] + .environment(run)
                + ReproductionSection.command(of: run.record))
    }

    private var introduction: String {
        let times = rows.filter { !$0.series.isFloor && !$0.cold }.compactMap { $0.median(\.wall) }
        let range = times.min().map { low in
            let high = times.max() ?? low
            return low == high ? Words.seconds(low) : "\(Words.seconds(low)) to \(Words.seconds(high))"
        }
        return """
            \(Page.answerMark)\(range.map { "a job takes \($0), by fixture, builder and change." } ?? "no job succeeded.")** \
            A run of \(Words.day(run.record.startedAt)), profile \(Markdown.escaped(run.record.profile)), \
            \(Words.count(run.jobs, "job", "jobs")). No question was asked of these jobs, so no rule judges them.
            """
    }

    private var table: Table {
        Table(rows) {
            Series.columns(\.series)
            Column("changed") { Words.changeClass($0.changeClass) + ($0.cold ? ", no cache" : "") }
            Column("jobs", .right) { "\($0.jobs)" }
            Column("succeeded", .right) { "\($0.succeeded.count)" }
            Column("whole job", .right) { Words.seconds($0.median(\.wall)) }
            Column("context", .right) { Words.seconds($0.median { $0[.context] }) }
            Column("build", .right) { Words.seconds($0.median { $0[.build] }) }
            Column("own command", .right) { Words.seconds($0.median(\.command)) }
            Column("artifacts", .right) { Words.seconds($0.median { $0[.artifacts] }) }
            Column("cleanup", .right) { Words.seconds($0.median { $0[.cleanup] }) }
            Column("overhead", .right) { Words.seconds($0.median(\.overhead)) }
        }
    }

    private static let words = """
        Each figure is its own median over the jobs that succeeded. So the parts of a row need not add up to the whole job. \
        The overhead is the whole job less its own command. Warm-ups do not count. The times of rounds are in \
        `plimsoll compare`.
        """
}
