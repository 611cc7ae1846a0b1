import Foundation
import Model
import Questions

extension Culprit {
    /// What it is, as one sentence without its full stop: `RUN make test takes 1.80 s instead of 1.31 s (+37 %)`.
    package var sentence: String {
        switch place {
        case .phase(let phase): "\(Self.name(phase)) takes \(change)"
        case .command: "the command takes \(change)"
        case .step(let step):
            step.isNew
                ? "the new step `\(Self.short(step.instruction))` takes \(Words.seconds(step.candidate))"
                : "`\(Self.short(step.instruction))` takes \(change)"
        case .misses(let steps):
            "\(Words.count(steps.count, "step that used to hit now misses", "steps that used to hit now miss")): "
                + steps.prefix(4).map { "`\(Self.short($0.instruction))`" }.joined(separator: ", ")
                + (steps.count > 4 ? ", …" : "")
        case .image(let metric):
            metric.id == BuiltPoint.bytes.rawValue
                ? "the image has \(change)" : "a job makes the engine's disk grow by \(change)"
        case .leak(let leak):
            "\(leak.fixture == nil ? "the run leaves" : "jobs leave") more behind "
                + "(\(leak.kind.replacing("_", with: " "))): \(leak.candidate) instead of \(leak.base)"
        case .failure(let job): "a job fails that did not: \(Self.failure(job))"
        }
    }

    /// Where it comes from, as an addition to the sentence.
    package var origin: String {
        if case .leak(let leak) = place, leak.fixture == nil {
            return "which the audits attribute to no job, so look at the worker too"
        }
        if let commit {
            let text = commit.revision.subject.isEmpty ? "" : " “\(Self.short(commit.revision.subject))”"
            return (commit.certainty == .sure ? "since " : "probably since ") + commit.revision.id.prefix(7) + text
        }
        if !differences.isEmpty {
            let verb = differences.count == 1 ? "differs" : "differ"
            return "\(differences.joined(separator: " and ")) \(verb) from the baseline's"
        }
        return newer > 0
            ? "\(newer == 1 ? "1 commit is" : "\(newer) commits are") new since the baseline, and single builds do not show "
                + "which did it"
            : "no commit is new, so look at the worker, the engine and the network"
    }

    private var change: String {
        guard let (base, candidate) = values else { return "" }
        func text(_ value: Double) -> String {
            if case .image = place { Words.bytes(value) } else { Words.seconds(value) }
        }
        let share = base >= TimedPairs.shortest ? " (\(ComparisonWords.share(candidate / base - 1)))" : ""
        return "\(text(candidate)) instead of \(text(base))\(share)"
    }

    private static func name(_ phase: Phase) -> String {
        switch phase {
        case .context: "making the context"
        case .build: "the build"
        case .run: "starting and removing the command's container"
        case .artifacts: "copying the artifacts"
        case .cleanup: "the cleanup"
        }
    }

    private static func failure(_ job: NightJob) -> String {
        let message = job.job.failure?.message.split(separator: "\n").first.map(String.init) ?? ""
        let step = job.job.steps.first { $0.error != nil }.map { " at `\(short($0.instruction))`" } ?? ""
        return Words.outcome(job.job.outcome) + step + (message.isEmpty ? "" : " (\(short(message)))")
    }

    /// A text on one line, cut at 60 characters.
    private static func short(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count > 60 ? line.prefix(59) + "…" : line
    }
}

extension Finding {
    private static let bars = Array("▁▂▃▄▅▆▇█")

    /// How much it moved: as a share, or in its unit where the base is 0 or too short a time.
    package var amount: String {
        relative.map { ComparisonWords.share($0) }
            ?? ComparisonWords.shift(isTimed ? candidate - base : shift, metric)
    }

    /// The change in each pair as a bar, from none (or a fall) to the largest rise.
    package var chart: String {
        let changes = pairs.map { base, candidate in
            isTimed
                ? max(candidate, TimedPairs.shortest) / max(base, TimedPairs.shortest) - 1 : candidate - base
        }
        let most = changes.map(abs).max() ?? 0
        return String(
            changes.prefix(60).map { change in
                let share = most > 0 ? max(0, change) / most : 0
                return Self.bars[min(Self.bars.count - 1, Int(share * Double(Self.bars.count)))]
            })
    }
}
