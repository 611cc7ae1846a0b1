import Lab
import Model

/// One event of a run as a line of JSON.
struct EventLine {
    private struct Event: Encodable {
        var event: String
        var text: String?
        var position: Int?
        var fixture: String?
        var configuration: String?
        var phase: String?
        var done: Int?
        var total: Int?
        var job: JobRecord?
    }

    let text: String

    init(_ event: LabEvent) {
        let value =
            switch event {
            case .preparing(let text): Event(event: "preparing", text: text)
            case .warning(let text): Event(event: "warning", text: text)
            case .jobBegan(let job, let done, let total):
                Event(
                    event: "job_began", position: job.position, fixture: job.fixture,
                    configuration: job.configuration.name, done: done, total: total)
            case .phaseBegan(let job, let phase):
                Event(event: "phase_began", position: job.position, phase: phase.rawValue)
            case .jobEnded(let record, let done, let total):
                Event(event: "job_ended", position: record.position, done: done, total: total, job: record)
            }
        text = (try? JSONText.line(value)) ?? #"{"event":"unprintable"}"#
    }
}
