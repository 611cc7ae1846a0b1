import Foundation
import Model
import Statistics

/// A place where a series moved and stayed, with the first night after it.
struct NightStep: Sendable {
    let metric: Metric
    let key: SeriesKey
    let step: StepDetection.Step
    let night: PastNight

    var startedAt: Date { night.run.record.startedAt }

    /// The shift as a share of the level before, without its sign; infinite where that was 0.
    var size: Double { abs(step.relative ?? .infinity) }

    /// `worse`, `better`, or empty where neither more nor less is better.
    var verdict: String {
        let isMore = step.after > step.before
        return switch metric.direction {
        case .lower: isMore ? "worse" : "better"
        case .higher: isMore ? "better" : "worse"
        case .neither: ""
        }
    }
}
