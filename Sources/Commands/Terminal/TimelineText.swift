import Foundation
import Model
import Questions
import Tracking

/// A job's timeline for a terminal: its phases, and below them the steps of its build, each block on an axis of its own.
struct TimelineText {
    /// So many steps are shown of a build that has more.
    private static let mostSteps = 20

    let timeline: JobTimeline
    let screen: Screen
    var showsAllSteps = false

    var text: String {
        let steps = shownSteps
        let words = steps.map { Self.word(of: $0.step) } + timeline.phases.map { share($0.span) }
        let table = TimelineTable(screen: screen, wordWidth: max(5, words.map(\.count).max() ?? 0))
        return [phases(table), self.steps(steps, table)].filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
            .joined(separator: "\n\n")
    }

    private func phases(_ table: TimelineTable) -> [String] {
        guard !timeline.phases.isEmpty else { return ["no phase was entered"] }
        let rows = timeline.phases.map { phase in
            TimelineTable.Row(label: phase.phase.rawValue, word: share(phase.span), time: time(phase.span.seconds)) {
                $0.bar(phase.span, .phase)
            }
        }
        return table.lines(("phase", "share"), from: 0, length: (timeline.length, time(timeline.length)), rows)
    }

    private func share(_ span: JobTimeline.Span) -> String {
        timeline.length > 0 ? Words.percent(span.seconds / timeline.length) : screen.absent
    }

    private func steps(_ steps: [JobTimeline.StepSpan], _ table: TimelineTable) -> [String] {
        guard !timeline.steps.isEmpty else { return [] }
        let (start, seconds) = timeline[.build].map { ($0.start, $0.seconds) } ?? (0, 0)
        let digits = String(timeline.steps.map(\.step.ordinal).max() ?? 0).count
        let rows = steps.map { step in
            let number = String(step.step.ordinal)
            let padding = String(repeating: " ", count: max(0, digits - number.count))
            return TimelineTable.Row(
                label: "\(padding)\(number) \(Self.instruction(step.step))", word: Self.word(of: step.step),
                time: step.step.duration.map(time) ?? screen.absent
            ) { bars in
                step.span.map { bars.bar($0, Self.kind(of: step.step)) } ?? ""
            }
        }
        return table.lines(
            ("step of the build", "cache"), from: start, length: (seconds, time(seconds)), rows)
            + notes(leftOut: timeline.steps.filter { step in !steps.contains { $0.step.ordinal == step.step.ordinal } })
    }

    /// The steps that failed, then the longest, in their order.
    private var shownSteps: [JobTimeline.StepSpan] {
        guard !showsAllSteps, timeline.steps.count > Self.mostSteps else { return timeline.steps }
        let order = timeline.steps.indices.sorted { left, right in
            let (first, second) = (timeline.steps[left].step, timeline.steps[right].step)
            if (first.error == nil) != (second.error == nil) { return first.error != nil }
            let (one, other) = (first.duration ?? 0, second.duration ?? 0)
            return one == other ? left < right : one > other
        }
        return order.prefix(Self.mostSteps).sorted().map { timeline.steps[$0] }
    }

    private func notes(leftOut: [JobTimeline.StepSpan]) -> [String] {
        var notes: [String] = []
        if !leftOut.isEmpty {
            let misses = leftOut.count { $0.step.cacheable && !$0.step.cached }
            let longest = leftOut.compactMap(\.step.duration).max()
            notes.append(
                "\(leftOut.count) shorter steps are left out, \(misses) of them misses, none over "
                    + "\(longest.map(time) ?? "0 s"): --all-steps shows them")
        }
        let untimed = timeline.steps.count { $0.span == nil }
        if untimed > 0 { notes.append("\(untimed) without a bar: the builder told no time") }
        let moved = timeline.steps.filter { $0.moved > 0 }
        if let most = moved.map(\.moved).max() {
            notes.append(
                "\(moved.count) cut off at the ends of the build: their times lie up to \(time(most)) outside of it")
        }
        return notes.map { screen.shown("  " + $0) }
    }

    private func time(_ seconds: Double) -> String { screen.shown(StepTime.text(seconds)) }

    /// On one line, with single spaces.
    private static func instruction(_ step: StepRecord) -> String {
        PrintableText.line(step.instruction.split(whereSeparator: \.isWhitespace).joined(separator: " "))
    }

    private static func word(of step: StepRecord) -> String {
        if step.error != nil { return "failed" }
        if !step.cacheable { return "" }
        return step.cached ? "hit" : step.missReason?.rawValue ?? "miss"
    }

    private static func kind(of step: StepRecord) -> TimelineBars.Kind {
        step.cacheable ? step.cached ? .hit : .built : .other
    }
}

/// Durations of a job's parts: some take microseconds, others minutes.
enum StepTime {
    /// Three digits that matter, below 0.1 s in milliseconds: `0.12 ms`, `13.4 ms`, `0.462 s`, `12.0 s`.
    static func text(_ seconds: Double) -> String {
        abs(seconds) < 0.1 ? Words.milliseconds(seconds) : Words.seconds(seconds)
    }
}
