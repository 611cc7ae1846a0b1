import Foundation
import Model
import Store

/// When a job's phases and steps ran, in seconds from the job's start.
///
/// Phases follow one another, so that their starts are computed from their durations. Steps have times of the builder's
/// clock. Where those contradict the build phase they are cut off at its ends, and are marked.
package struct JobTimeline: Sendable, Equatable {
    package struct Span: Sendable, Equatable {
        package let start, end: Double
        package var seconds: Double { end - start }
    }

    package struct PhaseSpan: Sendable, Equatable {
        package let phase: Phase
        package let span: Span
    }

    package struct StepSpan: Sendable, Equatable {
        package let step: StepRecord
        /// Nil if it is not known when the step ran. Without a duration it ends where it starts.
        package let span: Span?
        /// Steps of one lane do not overlap. The first lane is 0.
        package let lane: Int
        /// By how many seconds its times had to be moved to lie in the build phase; 0 if they fit.
        package let moved: Double
    }

    /// Those that were entered, in their order.
    package let phases: [PhaseSpan]
    /// In the order of the Dockerfile.
    package let steps: [StepSpan]
    /// The whole job: its wall time, or its phases together if it has none.
    package let length: Double
    /// How many lanes the steps take.
    package let lanes: Int

    /// Times of steps are kept to the millisecond: a smaller contradiction is no finding.
    private static let tolerance = 0.002

    /// - Parameter job: with its steps.
    package init(_ job: Job) {
        var (phases, end): ([PhaseSpan], Double) = ([], 0)
        for phase in Phase.allCases {
            guard let seconds = job[phase] else { continue }
            let next = end + max(0, seconds)
            phases.append(PhaseSpan(phase: phase, span: Span(start: end, end: next)))
            end = next
        }
        self.phases = phases
        length = max(end, job.wall ?? 0)
        (steps, lanes) = Self.lay(job.steps, from: job.startedAt, in: phases.first { $0.phase == .build }?.span)
    }

    package subscript(_ phase: Phase) -> Span? { phases.first { $0.phase == phase }?.span }

    private static func lay(_ steps: [StepRecord], from start: Date, in build: Span?) -> ([StepSpan], lanes: Int) {
        var spans = steps.map { step -> (span: Span, moved: Double)? in
            guard let build, let startedAt = step.startedAt else { return nil }
            return fitted(startedAt.timeIntervalSince(start), step.duration, in: build)
        }
        let order = spans.indices.filter { spans[$0] != nil }.sorted { left, right in
            let (first, second) = (spans[left]?.span.start ?? 0, spans[right]?.span.start ?? 0)
            return first == second ? left < right : first < second
        }
        var ends: [Double] = []
        var lanes = [Int](repeating: 0, count: steps.count)
        for index in order {
            guard let (span, moved) = spans[index] else { continue }
            let lane = ends.firstIndex { $0 <= span.start + tolerance } ?? ends.count
            if lane == ends.count { ends.append(span.start) }
            let begin = max(span.start, ends[lane])
            spans[index] = (Span(start: begin, end: max(begin, span.end)), moved)
            ends[lane] = max(begin, span.end)
            lanes[index] = lane
        }
        let laid = steps.indices.map { index in
            StepSpan(step: steps[index], span: spans[index]?.span, lane: lanes[index], moved: spans[index]?.moved ?? 0)
        }
        return (laid, ends.count)
    }

    private static func fitted(_ start: Double, _ duration: Double?, in build: Span) -> (span: Span, moved: Double) {
        let end = start + max(0, duration ?? 0)
        let first = min(max(start, build.start), build.end)
        let last = min(max(end, first), build.end)
        let moved = max(abs(start - first), abs(end - last))
        return (Span(start: first, end: last), moved > tolerance ? moved : 0)
    }
}
