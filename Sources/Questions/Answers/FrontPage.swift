import Foundation
import Model
import Store

/// The page of answers: every open question with its answer, from all runs of a database. Pure: the same answers give the same page.
///
/// It is dated by the start of the newest run, and shows the charts of the pages that it links to.
package struct FrontPage {
    /// What its file's name ends in, by which the index finds it.
    package static let subject = "answers"
    /// The heading of the page's first tables, by which the index finds them.
    package static let heading = "## The answers on one page"

    let answers: Answers
    let newest: RunSummary
    /// The page on each answered question, by its id.
    let details: [String: Page]

    /// Nil where no run counts, or none that does answers a question.
    package init?(_ answers: Answers) {
        guard let newest = answers.runs.last, !answers.answering.isEmpty else { return nil }
        (self.answers, self.newest, details) = (answers, newest, Self.details(answers))
    }

    /// The pages that it links to, in the order of the questions, each once.
    package var linked: [Page] {
        var seen: Set<String> = []
        return answers.entries.compactMap { details[$0.question.id] }.filter { seen.insert($0.name).inserted }
    }

    package var page: Page {
        let (measured, unmeasured) = (
            answers.entries.filter(\.question.isMeasured), answers.entries.filter { !$0.question.isMeasured }
        )
        let sections: [[Page.Block]] = [
            [
                .text(Self.heading), .text(Self.asked), .text(reading), .table(table(measured)),
            ],
            EngineAnswersSection(answers: answers).blocks,
            [
                "### Not measured",
                "No scenario of this version measures these. Figures of other questions are related to some, but decide none:",
                .table(table(unmeasured: unmeasured)), "## Each answer",
            ],
            measured.flatMap { detail($0, page: details[$0.question.id]) },
            ["## Questions that are not measured"], unmeasured.flatMap(open),
            ["## Method", .text(Self.method)], ThreatSection(answers: answers).blocks,
            RunsSection(answers: answers).blocks,
        ]
        return Page(
            subject: Self.subject, title: "What container builds cost on a CI worker: the answers", run: newest,
            introduction: introduction, blocks: sections.flatMap { $0 })
    }

    /// A file's name tells day and subject alone: of two runs of one day on one subject only the later one's page is written,
    /// and linked to.
    private static func details(_ answers: Answers) -> [String: Page] {
        var found: [String: Page] = [:]
        for answer in answers.entries where answer.record != nil {
            if let page = answer.page { found[answer.question.id] = page }
        }
        for (question, page) in found {
            let rivals = found.values.filter { $0.name == page.name && $0.run.id != page.run.id }
            if rivals.contains(where: { isLater($0.run, than: page.run) }) { found[question] = nil }
        }
        return found
    }

    private static func isLater(_ run: RunSummary, than other: RunSummary) -> Bool {
        (run.record.startedAt, run.id.uuidString) > (other.record.startedAt, other.id.uuidString)
    }

    private var introduction: String {
        let day = Words.day(newest.record.startedAt)
        let days = Set(answers.runs.map { Words.day($0.record.startedAt) }).sorted()
        let span = days.count > 1 ? "from \(days.first ?? day) to \(days.last ?? day)" : "of \(day)"
        let jobs = answers.runs.reduce(0) { $0 + $1.jobs }
        let kinds: [(words: String, holds: (QuestionAnswer) -> Bool)] = [
            ("decided", { $0.record?.verdict == .yes || $0.record?.verdict == .no }),
            ("with evidence for people to judge", { $0.record?.verdict == .evidence }),
            ("undecided", { $0.record?.verdict == .undecided }),
            ("not run yet", { $0.state == .notRun || $0.state == .notConcluded }),
            ("not measured by this version", { $0.state == .notMeasured }),
        ]
        let states = kinds.compactMap { kind in
            let count = answers.entries.count(where: kind.holds)
            return count > 0 ? "\(count) \(kind.words)" : nil
        }
        return """
            From \(Words.count(answers.runs.count, "run", "runs")) \(span) with \(Words.count(jobs, "job", "jobs")). Of \
            \(answers.entries.count) questions: \(states.joined(separator: ", ")).
            """
    }

    private static let asked = """
        **What was asked.** Continuous integration runs each build on a disposable virtual machine. A release engineering team \
        tried builds in containers on a permanent worker instead. Each job builds the repository's `Dockerfile.ci`, runs its \
        tests in the image, copies the results out and cleans up. It worked, and left the questions below, which are to be \
        decided with operations. Plimsoll, the tool that wrote this page, measured what it could of them. It ran real jobs on \
        a real container engine.
        """

    private var reading: String {
        """
        **How to read it.**

        - **Yes** and **no** answer the few words before them, not the whole question. The rule was fixed before the run; each \
        answer's section gives it. **Found** and **none** are the same where the question asks for a number or a name. \
        **Evidence** is for people to judge. **Undecided** means that the data cannot give an answer.
        - Brackets hold the 95 % interval: the true figure lies in it with 95 % confidence. For some figures they hold the \
        range over repeats. n is how many jobs, pairs or changes the figure was computed from. What is counted or computed is \
        exact for what was measured, and has no interval.
        - A worker is **warm** where it has built the repository before, and **cold** where it has not. **BuildKit** and the \
        **classic builder** are Docker's newer and older way to build. Where both were measured, the worse one gives the \
        verdict, and the other's figure is in brackets. The two answers on the disk judge each builder, and the one on base \
        images takes them together. This recommends no builder. **scap** and **malu** are Plimsoll's own test repositories: a \
        Python tool, and a Node library with a Ruby part.
        \(worker)
        """
    }

    private var worker: String {
        let hosts = Set(
            answers.answering.map { run in ["cores", "memory_bytes"].map { run.record.fingerprint.host[$0] } })
        guard let host = hosts.first, hosts.count == 1, let cores = host[0].flatMap(Int.init),
            let memory = host[1].flatMap(Double.init)
        else { return "- The workers are listed under [environment](#environment)." }
        return """
            - The worker that was measured has \(Words.count(cores, "processor", "processors")) and \(Words.bytes(memory)) of \
            memory; the rest is under [environment](#environment). Other workers and other repositories have other figures: \
            measure yours.
            """
    }

    private func table(_ measured: [QuestionAnswer]) -> Table {
        Table(measured.map { AnswerLine($0) }) {
            Column("question") { "[\($0.question)](#\($0.id))" }
            Column("verdict") { $0.label }
            Column("the answer") { $0.sentence }
            Column("number") { $0.figure }
            Column("how sure") { $0.certainty }
            Column("measured on") { $0.engine ?? Words.absent }
            Column("what to do") { $0.action }
        }
    }

    private func table(unmeasured: [QuestionAnswer]) -> Table {
        Table(unmeasured) {
            Column("question") { "[\($0.question.words)](#\($0.question.id))" }
            Column("state") { $0.state.rawValue }
            Column("related evidence") { RelatedEvidence.briefly($0.related) }
        }
    }

    /// A question that no scenario measures: how it would be measured, and what bears on it.
    private func open(_ answer: QuestionAnswer) -> [Page.Block] {
        let line = AnswerLine(answer)
        return [
            "### \(line.id)",
            "**\(line.question)**",
            "**Not measured yet.** It would be measured by: \(line.measuredBy).",
            "**Rule, fixed before any run:** \(line.rule).",
        ] + (line.evidence.isEmpty ? [.text(RelatedEvidence.nothing)] : related(line)) + [
            "**What to do:** \(line.action)"
        ]
    }

    /// Nothing where there is none.
    private func related(_ line: AnswerLine) -> [Page.Block] {
        guard !line.evidence.isEmpty else { return [] }
        return [
            "Related evidence, which decides nothing:", .text(line.evidence.map { "- " + $0 }.joined(separator: "\n")),
        ]
    }

    /// One question's answer with its rule, its key table and charts, as its own page names them, and the way there.
    ///
    /// - Parameter page: nil where none is written.
    private func detail(_ answer: QuestionAnswer, page: Page?) -> [Page.Block] {
        let line = AnswerLine(answer)
        let head: [Page.Block] = ["### \(line.id)", "**\(line.question)**"]
        let rule: Page.Block = "**Rule, fixed before the run:** \(line.rule)."
        guard answer.record != nil else {
            return head + ["**State: \(line.state).** \(line.sentence) \(line.action)", rule] + related(line)
        }
        /// Links inside the other page lead there.
        func linked(_ text: String) -> String { page.map { text.replacing("](#", with: "](\($0.name).md#") } ?? text }
        let key = page?.key
        let words = key.map { linked("**In its report's words: " + $0.words) } ?? line.sentence
        let verdict: [Page.Block] = [
            "**Verdict:** \(line.label); \(line.figure); \(line.certainty)\(line.engine.map { "; on \($0)" } ?? "").",
            .text(words), rule,
        ]
        let table: [Page.Block] = key?.table.map { [.table($0.mapCells(linked))] } ?? []
        let charts = key?.charts.map { Page.Block.chart($0, of: page?.name) } ?? []
        let link: [Page.Block] = page.map { ["Everything else about it: [\($0.title)](\($0.name).md)."] } ?? []
        return head + verdict + table + charts + related(line) + ["**What to do:** \(line.action)"] + link
    }

    private static let method = """
        - **Jobs are real.** Each is one pass of a CI job on a real engine: context, build, run, artifacts, cleanup. A monotonic clock \
        times every phase and every build step. A job that fails is kept and counted as failed.
        - **Order and noise.** Configurations alternate within each round, in a balanced order drawn from a seed. They never run in \
        blocks. Warm-ups are kept, tagged, and count in no figure.
        - **Real proportions.** Rare kinds of change are run more often than they occur, and weighted back.
        - **Statistics.** Medians with 95 % bootstrap intervals; pairs by Hodges and Lehmann's shift with Wilcoxon's signed ranks. No \
        interval is given where the jobs are too few to carry one.
        - **Rules were fixed before the runs**, and are printed beside each verdict as they were applied. Where several builders were \
        measured, the worst decides unless the rule says otherwise.
        - **One run a question.** The newest run that bears on a question, counts and finished answers it. Runs are not pooled. What \
        is computed or simulated says so.
        """
}
