import Foundation
import Model
import Store
import Testing

@testable import Tracking

/// When phases and steps ran, and what is done about times that contradict each other.
@Suite struct JobTimelineTests {
    private static let start = Date(timeIntervalSince1970: 1_700_000_000)

    /// A job whose build runs from 1 s to 5 s, with steps at these times after its start; nil: not known.
    static func job(_ steps: [(start: Double?, seconds: Double?)]) -> Job {
        var job = Job(
            cell: Cell(scenario: "s", configuration: "c", fixture: "f", changeClass: .source), startedAt: start)
        job[.context] = 1
        job[.build] = 4
        job[.run] = 2
        job.wall = 7.5
        job.parts.steps = steps.enumerated().map { ordinal, step in
            StepRecord(
                ordinal: ordinal, instruction: "RUN \(ordinal)", cacheable: true, cached: false,
                startedAt: step.start.map { start.addingTimeInterval($0) }, duration: step.seconds)
        }
        return job
    }

    private func isNear(_ span: JobTimeline.Span?, _ start: Double, _ end: Double) -> Bool {
        span.map { abs($0.start - start) < 1e-5 && abs($0.end - end) < 1e-5 } ?? false
    }

    @Test func phasesFollowOneAnother() {
        var job = Self.job([])
        let timeline = JobTimeline(job)
        #expect(timeline.phases.map(\.phase) == [.context, .build, .run])
        #expect(timeline[.build] == JobTimeline.Span(start: 1, end: 5) && timeline[.run]?.end == 7)
        #expect(timeline.length == 7.5 && timeline[.cleanup] == nil && timeline.lanes == 0)
        // A job that was killed has no wall time.
        job.wall = nil
        #expect(JobTimeline(job).length == 7)
    }

    @Test func stepsAtTheSameTimeTakeLanesOfTheirOwn() {
        let timeline = JobTimeline(Self.job([(1, 2), (2, 2), (3.5, 1), (2.5, 0.5)]))
        #expect(timeline.steps.map(\.lane) == [0, 1, 0, 2] && timeline.lanes == 3)
        #expect(isNear(timeline.steps[1].span, 2, 4) && timeline.steps.allSatisfy { $0.moved == 0 })
    }

    @Test func stepsThatOverlapByLessThanTheirTimesTellShareALane() {
        let timeline = JobTimeline(Self.job([(1, 2.0008), (3, 1)]))
        #expect(timeline.lanes == 1 && isNear(timeline.steps[1].span, 3.0008, 4))
    }

    @Test func aStepThatOutlastsItsBuildIsCutOff() {
        let timeline = JobTimeline(Self.job([(4, 6), (0.2, 1.8), (9, 1), (1, -3)]))
        #expect(isNear(timeline.steps[0].span, 4, 5) && abs(timeline.steps[0].moved - 5) < 1e-5)
        #expect(isNear(timeline.steps[1].span, 1, 2) && abs(timeline.steps[1].moved - 0.8) < 1e-5)
        #expect(isNear(timeline.steps[2].span, 5, 5) && isNear(timeline.steps[3].span, 1, 1))
    }

    @Test func whatHasNoTimesHasNoSpan() {
        let timeline = JobTimeline(Self.job([(nil, nil), (nil, 2), (2, nil)]))
        #expect(timeline.steps.map { $0.span == nil } == [true, true, false])
        #expect(isNear(timeline.steps[2].span, 2, 2))
        var job = Self.job([(2, 1)])
        job[.build] = nil
        #expect(JobTimeline(job).steps[0].span == nil && JobTimeline(job).lanes == 0)
    }

    @Test(arguments: 0..<40)
    func stepsOfALaneNeverOverlapAndLieInTheBuild(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let steps: [(start: Double?, seconds: Double?)] = (0..<60).map { _ in
            (Double.random(in: -1...8, using: &random), Double.random(in: -0.5...3, using: &random))
        }
        let timeline = JobTimeline(Self.job(steps))
        var ends: [Int: Double] = [:]
        let laid = timeline.steps.compactMap { step in step.span.map { (lane: step.lane, span: $0) } }
        #expect(laid.count == 60 && laid.allSatisfy { $0.lane < timeline.lanes })
        for (lane, span) in laid.sorted(by: { ($0.span.start, $0.span.end) < ($1.span.start, $1.span.end) }) {
            #expect(span.start >= 1 && span.end <= 5 && span.end >= span.start)
            #expect(span.start >= ends[lane] ?? 0)
            ends[lane] = span.end
        }
    }
}
