import Foundation
import Model
import Questions
import Store
import Tracking

/// One job for a terminal: what it was, how it ended, its timeline, what it left, how it stands among its cell.
struct ShowText {
    /// So many last lines of the output are shown.
    private static let mostLines = 20
    /// So many leaks are named.
    private static let mostLeaks = 5

    let account: JobAccount
    let screen: Screen
    var showsAllSteps = false

    private var job: Job { account.job }

    var text: String {
        let timeline = TimelineText(timeline: account.timeline, screen: screen, showsAllSteps: showsAllSteps).text
        let parts = [facts, timeline, standing, output].filter { !$0.isEmpty }
        return parts.joined(separator: "\n\n")
    }

    private var facts: String {
        var table = TextTable()
        table.add("job", "\(account.handle), row \(job.id)")
        table.add("run", account.details.run.uuidString + (account.details.exclusion.map { ", excluded: \($0)" } ?? ""))
        table.add("change", change)
        table.add("factors", job.cell.configuration)
        table.add("began", began)
        table.add("outcome", outcome)
        if let failure = job.failure { table.add("failure", firstLine(failure.message)) }
        if let failure = job.rarities.cleanupFailure, failure != job.failure?.message {
            table.add("cleanup", "failed: \(firstLine(failure))")
        }
        table.add("time", time)
        if let direct = job.direct { table.add("direct", self.direct(direct)) }
        table.add("cache", cache)
        table.add("disk", disk)
        for (index, line) in leaks.enumerated() { table.add(index == 0 ? "left" : "", line) }
        return table.lines.map(screen.shown).joined(separator: "\n")
    }

    /// A revision ends with the name of its change, if that has one.
    private var change: String {
        var parts = ["\(job.cell.fixture) \(account.details.revision), change: \(job.cell.changeClass.rawValue)"]
        if job.warmup { parts.append("a warm-up") }
        if job.cold { parts.append("without the cache") }
        return parts.joined(separator: ", ")
    }

    private var began: String {
        let queued = job.queued > 0 ? ", after \(StepTime.text(job.queued)) of waiting" : ""
        return "\(job.startedAt.formatted(.iso8601)), executor \(job.executor), round \(job.round)\(queued)"
    }

    private var outcome: String {
        var parts = [job.outcome.rawValue]
        if let phase = job.failure?.phase { parts.append("in the phase \(phase.rawValue)") }
        if let status = account.details.exitStatus, status != 0 { parts.append("exit status \(status)") }
        if job.isUnfinished { parts.append("its cleanup never ended: killed, or still going on") }
        return parts.joined(separator: ", ")
    }

    private var time: String {
        guard let wall = job.wall else {
            return "no wall time; its phases together \(StepTime.text(account.timeline.length))"
        }
        guard let command = job.command else { return "\(StepTime.text(wall)), its own command not measured" }
        return "\(StepTime.text(wall)): \(StepTime.text(command)) in its own command, "
            + "\(StepTime.text(wall - command)) overhead"
    }

    private func direct(_ direct: DirectRecord) -> String {
        let seconds = direct.seconds.map { "\(StepTime.text($0)) without an engine" } ?? "not started without an engine"
        let end = direct.end == .succeeded ? "" : ": \(direct.end.rawValue)"
        let why = account.details.directMessage.map { ", \(firstLine($0))" } ?? ""
        return "\(seconds), \(direct.order.rawValue) the job\(end)\(why)"
    }

    private var cache: String {
        if job.steps.isEmpty { return job[.build] == nil ? "no build" : "no steps were recorded" }
        let (hits, misses) = (Words.count(job.hits, "hit", "hits"), Words.count(job.misses, "miss", "misses"))
        return "\(hits), \(misses); \(Words.count(job.steps.count, "step", "steps"))"
    }

    private var disk: String {
        guard let disk = job.disk else { return "not sampled" }
        let holds = "the engine holds \(Words.bytes(Double(disk.engine)))"
        guard let growth = account.growth else { return "\(holds); no sample before it to tell the growth" }
        let filesystem = growth.filesystem.map { ", \(Words.bytes(Double($0))) on the filesystem" } ?? ""
        return "grew by \(Words.bytes(Double(growth.engine))) by the engine's count\(filesystem); \(holds)"
    }

    private var leaks: [String] {
        let hidden = (account.audit?.record.kinds ?? []).filter { $0.sight == "hidden" }.map(\.name)
        let unseen = hidden.isEmpty ? "" : "; not seen: \(hidden.joined(separator: ", "))"
        guard !account.leaks.isEmpty else {
            return [account.audit == nil ? "not audited after this job" : "nothing\(unseen)"]
        }
        let lines = account.leaks.prefix(Self.mostLeaks).map { found in
            let bytes = found.leak.bytes.map { ", \(Words.bytes(Double($0)))" } ?? ""
            let gone = found.remained == false ? ", gone at the end" : ""
            return "\(found.leak.kind) \(PrintableText.line(found.leak.object))\(bytes)\(gone)"
        }
        let more = account.leaks.count - lines.count
        return lines + (more > 0 ? ["and \(more) more (--json has all)"] : [])
            + (unseen.isEmpty ? [] : [String(unseen.dropFirst(2))])
    }

    private func firstLine(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).first ?? ""
        return PrintableText.line(line.split(whereSeparator: \.isWhitespace).joined(separator: " "))
    }

    private var output: String {
        var parts: [String] = []
        for (title, lines) in [
            ("output", account.details.outputTail), ("output without an engine", account.details.directOutputTail),
        ] where !lines.isEmpty {
            let written = lines.map(PrintableText.line)
            let shown = written.suffix(Self.mostLines).map { "  | \($0)" }
            let left = written.count - shown.count
            parts.append(
                ([
                    left > 0
                        ? "\(title), the last \(shown.count) of \(written.count) lines kept (--json has all)" : title
                ]
                    + shown).joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n")
    }
}

extension ShowText {
    /// How it stands among its cell.
    private var standing: String {
        let cell =
            "\(job.cell.fixture), \(job.cell.configuration), \(job.cell.changeClass.rawValue)"
            + (job.cold ? ", cold" : "")
        if let doubt = account.standing.doubt { return "among its cell (\(cell)): not compared, as \(doubt)" }
        let others = account.standing.figures.map(\.others).max() ?? 0
        guard others > 0 else { return "among its cell (\(cell)): no other job of its run was measured" }
        var table = TextTable(["", "this job", "median", "rank", "z  "], rightAligned: [1, 2, 3, 4])
        for figure in account.standing.figures {
            table.add(
                figure.metric.id, StepTime.text(figure.value),
                figure.median.map(StepTime.text) ?? screen.absent,
                "\(figure.rank) of \(figure.others + 1)",
                figure.score.map { String(format: "%+.1f", $0) + (figure.isUnusual ? " !" : "  ") }
                    ?? "\(screen.absent)  ")
        }
        let judged =
            account.standing.figures.contains { $0.score != nil }
            ? "z: distance from the others' median in 1.4826 MAD; ! beyond \(CellStanding.unusual)"
            : "no z: \(CellStanding.fewestOthers) other jobs are needed, whose values differ"
        let head = "among its cell (\(cell)), \(Words.count(others, "other job", "other jobs"))"
        return screen.shown(([head] + table.lines.map { "  " + $0 } + ["  " + judged]).joined(separator: "\n"))
    }
}
