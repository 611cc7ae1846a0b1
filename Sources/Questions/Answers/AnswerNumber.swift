import Store

/// The figure that decided, with its interval and with what it is of.
struct AnswerNumber {
    let answer: QuestionAnswer

    /// `0.862 s (0.84 s to 0.91 s)`.
    var figure: String {
        // What a simulation says that was not seen to be right would be quoted all the same.
        let isVoid = answer.question == Questions.capacity && answer.record?.verdict == .undecided
        return isVoid ? Words.absent : answer.record.map { Words.figure($0) } ?? Words.absent
    }

    /// `overhead: 0.862 s (0.84 s to 0.91 s)`.
    var text: String { figure == Words.absent ? figure : measure + figure }

    private var measure: String {
        switch answer.question.id {
        case Questions.buildOverhead.id: "overhead: "
        case Questions.cleanup.id: "growth that the engine does not report: "
        case Questions.storage.id: "saving lost\(builder): "
        case Questions.garbage.id: "delay of a build\(builder): "
        case Questions.centralCache.id: "with the registry's cache ÷ warm: "
        case Questions.cacheableDependencies.id: "changed list ÷ no cache, at worst: "
        case Questions.baseImages.id where answer.record?.unit == "s": "saved of a cold build\(fixture): "
        case Questions.baseImages.id: "saved: "
        case Questions.isolation.id: "saw more: "
        case Questions.workerDependencies.id: "\(answer.decidedBy ?? "") ÷ the other worker's: "
        case Questions.opsRequirements.id: "lacking: "
        default: ""
        }
    }

    /// ` with the classic builder`, of a policy with its builder.
    private var builder: String {
        let policies = answer.findings?.garbage?.policies
        let policy = policies?.first { $0.name == answer.decidedBy }
        return policy.map { " with \(Words.theConfiguration($0.configuration))" } ?? ""
    }

    private var fixture: String { answer.decidedBy.map { " of \(Words.fixture($0))" } ?? "" }
}
