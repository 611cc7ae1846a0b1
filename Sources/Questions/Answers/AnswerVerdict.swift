import Store

/// A verdict in a word or two, with what it affirms or denies.
struct AnswerVerdict {
    let answer: QuestionAnswer

    /// `yes`, or how far the question has come where there is no verdict.
    var label: String {
        answer.record.map { Words.verdict($0.verdict, on: answer.question.id) } ?? answer.state.rawValue
    }

    /// `light? **yes**`; by builder where they differ and the rule asks for one only.
    var text: String { claim + (byBuilder ?? "**\(label)**") }

    private var byBuilder: String? {
        guard answer.question == Questions.storage, let builders = answer.findings?.garbage?.storageByBuilder,
            Set(builders.map(\.verdict)).count > 1
        else { return nil }
        return builders.map { builder in
            let verdict = Words.verdict(builder.verdict, on: answer.question.id)
            return "**\(verdict)** with \(Words.theConfiguration(builder.configuration))"
        }.joined(separator: ", ")
    }

    /// What the verdict affirms or denies; nothing on a question that asks for a number, a name or evidence.
    private var claim: String {
        switch answer.question.id {
        case Questions.buildOverhead.id: "light? "
        case Questions.cleanup.id: "clean? "
        case Questions.storage.id: "bounded at little cost? "
        case Questions.centralCache.id: "nearly as good as a warm worker? "
        case Questions.cacheableDependencies.id: "all easy? "
        case Questions.baseImages.id: "faster when cold, in no more room? "
        case Questions.workerDependencies.id: "under half, packages and bytes? "
        default: ""
        }
    }
}
