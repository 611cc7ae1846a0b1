import Model
import Store

/// Which engine: the same jobs on several engines, image stores and builders.
struct EngineChoiceQuestion: Question {
    let id = "engine-choice"
    let words = "Is Docker a thing for production? What of alternatives?"
    let measuredBy = """
        the same jobs on several engines, image stores and builders, in turn. Per engine and builder: overhead, cache hits, \
        disk, what the engine's own account names of it, what is left behind, jobs that failed
        """
    let rule = """
        evidence only: a table with a row for each engine and builder, a column for each thing measured. People judge what \
        production needs
        """
    let scenario: String? = "engines"
    let advice = Advice(
        undecided: "Do not choose by it: run more jobs on at least two engines.",
        evidence: "Choose with the whole table: overhead is only one of its columns.")

    func evidence(in run: RunReader) throws -> EngineChoiceEvidence? {
        try EngineChoiceAnalysis.analyse(run.database, run: run.run)
    }

    /// Nothing is decided. The estimate is the lowest median overhead of a job of a source change.
    func verdict(on evidence: EngineChoiceEvidence) -> Verdict {
        guard let lowest = evidence.lowest else { return Verdict(.undecided, estimate: nil, unit: "s") }
        return Verdict(.evidence, estimate: lowest.overhead, unit: "s", decidedBy: lowest.configuration.name)
    }

    func warnings(on evidence: EngineChoiceEvidence) -> [Warning] { evidence.warnings }

    func answer(_ evidence: EngineChoiceEvidence, _ verdict: Verdict) -> Answer {
        guard let lowest = evidence.lowest else { return Answer(sentence: Answer.tooLittle) }
        let parts = [
            "Lowest overhead: \(Words.byEngine(lowest.configuration))", EngineChoiceWords.alike(evidence),
            EngineChoiceWords.others(evidence).map { "others \($0)" },
        ]
        return Answer(sentence: parts.compactMap { $0 }.joined(separator: "; ") + ".", measure: "lowest overhead: ")
    }

    func page(_ evidence: EngineChoiceEvidence, _ verdict: Verdict) -> Page {
        EngineChoicePage(evidence: evidence).page
    }

    /// What other questions' runs say of builders, and which versions of engines they had.
    func related(in answers: Answers) -> [RelatedEvidence] {
        builders(answers.evidence(of: BuildOverheadQuestion())?.pooled ?? []) + versions(answers.runs)
    }

    private func builders(_ pooled: [PooledOverhead]) -> [RelatedEvidence] {
        let figures = pooled.compactMap { builder in
            builder.estimate.map { estimate in
                let interval = estimate.interval.map { " (\(Words.interval($0)))" } ?? ""
                return "\(Words.configuration(builder.configuration)) \(Words.seconds(estimate.value))\(interval)"
            }
        }
        guard figures.count > 1 else { return [] }
        let sentence = "One engine's builders are compared. A warm job's median overhead, with 95 % interval, is: "
        return [
            RelatedEvidence(
                sentence: sentence + figures.joined(separator: "; "), brief: "one engine's builders compared",
                source: BuildOverheadQuestion().id)
        ]
    }

    /// Of runs on one engine: one that varies engines compares them itself.
    private func versions(_ runs: [RunSummary]) -> [RelatedEvidence] {
        let single = runs.filter { RunEngines($0).all.isEmpty }
        let versions = Set(single.compactMap { $0.record.fingerprint.engine["version"] }).sorted()
        guard !versions.isEmpty else { return [] }
        let names = versions.map { Markdown.escaped($0) }.joined(separator: ", ")
        let all = Words.count(single.count, "run", "runs")
        return [
            RelatedEvidence(
                sentence: versions.count == 1
                    ? "All figures of \(all) are of one version of the engine, \(names): no other is compared here"
                    : "The figures of \(all) are of the engine's versions \(names), which are not compared with each other here",
                brief: "engine versions used: \(versions.count)")
        ]
    }
}
