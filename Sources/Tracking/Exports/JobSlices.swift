import Model
import Store

/// A job, its phases and its steps as slices: each after those that it lies in.
struct JobSlices {
    /// With its details.
    let job: Job
    let timeline: JobTimeline
    /// The executor's. Lanes of steps beyond the first are the threads after it.
    let track: TraceEvent.Track
    /// In microseconds from the run's beginning.
    let start: Int64
    /// By how many microseconds the start had to be moved, as the job before it had not ended.
    let moved: Int64

    var events: [TraceEvent] {
        [whole] + timeline.phases.flatMap { phase in [slice(phase)] + (phase.phase == .build ? steps : []) } + failure
    }

    private var whole: TraceEvent {
        slice(
            JobTimeline.Span(start: 0, end: timeline.length), "\(job.cell.fixture) \(job.cell.changeClass.rawValue)",
            "job"
        ) {
            line in
            if let handle = job.handle { line.member("job", handle.description) }
            line.member("configuration", job.cell.configuration)
            line.member("fixture", job.cell.fixture)
            line.member("change_class", job.cell.changeClass.rawValue)
            if let revision = job.details?.revision { line.member("revision", revision) }
            line.member("outcome", job.outcome.rawValue)
            if let failure = job.failure?.message { line.member("failure", failure) }
            if let failure = job.rarities.cleanupFailure { line.member("cleanup_failure", failure) }
            line.member("position", Int64(job.position))
            line.member("warmup", job.warmup)
            line.member("cold", job.cold)
            line.member("queued_s", job.queued)
            if let command = job.command {
                line.member("command_s", command)
                line.member("command_clock", job.commandClock.rawValue)
            }
            if let direct = job.direct?.seconds { line.member("direct_s", direct) }
            line.member("hits", Int64(job.hits))
            line.member("misses", Int64(job.misses))
            if job.isUnfinished { line.member("unfinished", "its cleanup never ended: killed, or still going on") }
            if moved > 0 {
                line.member("adjusted", "moved by \(moved) us: by the clock it began before the job before it ended")
            }
        }
    }

    private func slice(_ phase: JobTimeline.PhaseSpan) -> TraceEvent {
        let untimed = timeline.steps.count { $0.span == nil }
        return slice(phase.span, phase.phase.rawValue, "phase") { line in
            if phase.phase == .run, let command = job.command { line.member("command_s", command) }
            if phase.phase == .build, untimed > 0 { line.member("steps_without_time", Int64(untimed)) }
        }
    }

    private var steps: [TraceEvent] {
        timeline.steps.compactMap { laid in
            guard let span = laid.span else { return nil }
            let step = laid.step
            return slice(span, name(of: step), "step", lane: laid.lane) { line in
                line.member("instruction", step.instruction)
                line.member("ordinal", Int64(step.ordinal))
                line.member("cache", step.cacheable ? step.cached ? "hit" : "miss" : "not cacheable")
                if let reason = step.missReason?.rawValue { line.member("miss_reason", reason) }
                if let error = step.error { line.member("error", error) }
                if let bytes = step.bytes { line.member("bytes", Int64(bytes)) }
                if let seconds = step.duration { line.member("duration_s", seconds) }
                if laid.moved > 0 {
                    line.member("adjusted", "cut off at the ends of the build: \(laid.moved) s outside of it")
                }
            }
        }
    }

    /// Its instruction, short enough for a slice.
    private func name(of step: StepRecord) -> String {
        let text = step.instruction.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if text.isEmpty { return "step \(step.ordinal)" }
        return text.count > 60 ? text.prefix(59) + "…" : text
    }

    private var failure: [TraceEvent] {
        guard job.outcome != .succeeded else { return [] }
        let end = start + TraceTracks.microseconds(timeline.length)
        return [
            TraceEvent(kind: .instant, name: job.outcome.rawValue, track: track, time: end) { line in
                if let failure = job.failure?.message { line.member("failure", failure) }
            }
        ]
    }

    /// Both ends are rounded, so that slices stay within those that they lie in. What takes no time is a moment: a slice
    /// without length at the end of another would lie outside of it.
    private func slice(
        _ span: JobTimeline.Span, _ name: String, _ category: String, lane: Int = 0,
        _ args: @escaping (inout JSONLine) -> Void
    ) -> TraceEvent {
        let (first, last) = (TraceTracks.microseconds(span.start), TraceTracks.microseconds(span.end))
        let isMoment = last == first && category != "job"
        return TraceEvent(
            kind: isMoment ? .instant : .slice(duration: last - first), name: name, category: category,
            track: TraceEvent.Track(process: track.process, thread: track.thread + lane), time: start + first,
            args: args)
    }
}
