import Store

/// An answer in a sentence or two, in plain words; the figure stands beside it again with its interval.
struct AnswerSentence {
    let answer: QuestionAnswer

    var text: String {
        guard let findings = answer.findings, let record = answer.record else { return missing }
        guard record.estimate != nil || record.verdict != .undecided else { return "Too little was measured to judge." }
        return sentence(findings, record)
    }

    private var missing: String {
        switch answer.state {
        case .notRun: "No run of this database measured it."
        case .notConcluded, .answered: "A run bears on it, but nothing follows from it yet."
        case .notMeasured: "Not measured yet."
        }
    }

    /// The figure that decided, in its unit; nothing where there is none.
    var figure: String {
        answer.record.flatMap { record in record.estimate.map { Words.figure($0, unit: record.unit) } }
            ?? "nothing known"
    }

    private func sentence(_ findings: RunFindings, _ record: VerdictRecord) -> String {
        switch record.question {
        case Questions.buildOverhead.id: overhead(findings.overhead)
        case Questions.executors.id: executors(findings.executors)
        case Questions.cleanup.id: cleanup(findings.cleanup)
        case Questions.storage.id: storage(findings.garbage)
        case Questions.garbage.id: garbage(findings.garbage)
        case Questions.centralCache.id: centralCache(findings.centralCache)
        case Questions.cacheableDependencies.id: dependencies(findings.dependencies)
        case Questions.baseImages.id: bases(findings.baseImages)
        case Questions.isolation.id: isolation(findings.isolation, record)
        case Questions.workerDependencies.id: worker(findings.requirements)
        case Questions.opsRequirements.id: requirements(findings.requirements)
        case Questions.capacity.id: capacity(findings.capacity, record)
        default: Words.absent
        }
    }

    /// ` (1.87 × with BuildKit)`: the figures of builders that did not decide.
    func beside(_ others: [(configuration: String, figure: String)]) -> String {
        let figures = others.map { "\($0.figure) with \(Words.theConfiguration($0.configuration))" }
        return figures.isEmpty ? "" : " (\(figures.joined(separator: ", ")))"
    }

    /// ` with BuildKit`: whose figure decided.
    func with(_ verdict: Verdict?) -> String {
        verdict?.decidedBy.map { " with \(Words.theConfiguration($0))" } ?? ""
    }
}
