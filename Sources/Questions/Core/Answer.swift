/// What depends on the evidence in a question's row on the page of answers.
package struct Answer: Sendable {
    package var sentence: String
    /// What the figure is of, with a colon and a space behind it, as `overhead: `.
    package var measure = ""
    /// The verdict in words with its marks, where one word does not do: builders whose verdicts differ.
    package var verdict: String?

    /// What is said where the data carries no figure.
    static let tooLittle = "Too little was measured to judge."
}

/// What does not depend on the evidence in a question's row on the page of answers.
package struct AnswerTerms: Sendable {
    /// How the figure came about, and so how sure it is.
    package enum Basis: Sendable {
        /// By jobs: n, and an interval.
        case sampled
        /// By looking at everything: n, and no interval.
        case counted
        /// From facts: nothing is sampled.
        case computed
        /// By jobs, with the range over repeats in place of an interval.
        case overRepeats
        /// By a simulation of measured times, with the range over its repeats.
        case simulated
    }

    /// What the verdict affirms or denies, with a space behind it, as `light? `; empty where a number, a name or evidence is asked for.
    package var claim = ""
    /// What a yes is called: `found` where a number or a name is asked for.
    package var yes = "yes"
    package var no = "no"
    /// What n counts.
    package var counted = (one: "job", many: "jobs")
    package var basis = Basis.sampled
    /// Whether the figure of an undecided verdict is kept back: what a simulation says that was not seen to be right would be
    /// quoted all the same.
    package var hidesUndecidedFigure = false
}

/// Something that was measured for another question and bears on one that no scenario measures. It decides nothing.
package struct RelatedEvidence: Sendable, Equatable {
    /// What was measured, with its figures; without a full stop.
    package var sentence: String
    /// The same in a few words, without the figures.
    package var brief: String
    /// The id of the question that it was measured for; nil where it is of all runs that count.
    package var source: String?
}
