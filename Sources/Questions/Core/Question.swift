import Store

/// An open question of the container trial: what is measured for it, the rule that decides it, and its page.
///
/// A question is a folder: its evidence (what a run's jobs say), its rule, its page, and this. `OpenQuestions.all` lists them.
package protocol Question: Sendable {
    /// What a run says of it: computed from the run's jobs, and nothing else.
    associatedtype Evidence: Sendable

    /// As scenarios, databases and reports name it.
    var id: String { get }
    /// The question as it was asked.
    var words: String { get }
    var measuredBy: String { get }
    /// The rule that decides it, fixed before anything was measured, as printed beside the verdict.
    var rule: String { get }
    /// The shipped scenario that measures it, by its file's name without `.yaml`; nil where nothing measures it yet.
    var scenario: String? { get }
    /// Whether finding its evidence takes a simulation, which a quick look leaves out.
    var isSimulated: Bool { get }
    var advice: Advice { get }
    var terms: AnswerTerms { get }

    /// What a run says of it; nil where none of the run's scenarios bears on it.
    ///
    /// - Throws: `ResultsError` where the database cannot be read; `SimulationError`.
    func evidence(in run: RunReader) async throws -> Evidence?
    /// The rule. Pure.
    func verdict(on evidence: Evidence) -> Verdict
    func warnings(on evidence: Evidence) -> [Warning]
    /// Its row on the page of answers.
    func answer(_ evidence: Evidence, _ verdict: Verdict) -> Answer
    /// Its page. Pure: the same evidence gives the same page.
    func page(_ evidence: Evidence, _ verdict: Verdict) -> Page
    /// What was measured for other questions and bears on this one; it decides nothing.
    func related(in answers: Answers) -> [RelatedEvidence]
}

extension Question {
    package var isMeasured: Bool { scenario != nil }
    package var isSimulated: Bool { false }
    package var terms: AnswerTerms { AnswerTerms() }
    package func related(in answers: Answers) -> [RelatedEvidence] { [] }
}

/// What to do, by verdict: fixed beside the rule, so that it follows from the verdict alone.
package struct Advice: Sendable, Equatable {
    /// Where the rule is met, or named what was asked for.
    package var yes = ""
    package var no = ""
    /// Where the data carries no answer.
    package var undecided = ""
    /// Where people judge.
    package var evidence = ""

    package func on(_ verdict: Verdict.Answer) -> String {
        switch verdict {
        case .yes: yes
        case .no: no
        case .undecided: undecided
        case .evidence: evidence
        }
    }
}
