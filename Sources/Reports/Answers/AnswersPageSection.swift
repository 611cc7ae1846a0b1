import Findings
import Results

/// The page of answers: what was asked, how to read a verdict, and every question in one table or the other.
struct AnswersPageSection {
    /// Its heading, by which the index finds it.
    static let heading = "## The answers on one page"

    let answers: Answers

    var paragraphs: [String] {
        [
            Self.heading,
            Self.asked,
            Self.reading,
            measured,
            "### Not measured",
            "No scenario of this version measures these. What was measured for other questions and bears on them decides nothing:",
            unmeasured,
        ]
    }

    private static let asked = """
        **What was asked.** Continuous integration runs each build on a disposable virtual machine. A release engineering team tried \
        builds in containers on a permanent worker instead: build the repository's `Dockerfile.ci`, run its tests in the image, copy \
        the results out, clean up. It worked, and left the questions below, which are to be decided with operations. What could be \
        measured of them was put to real jobs on a real container engine.
        """

    private static let reading = """
        **How to read a verdict.**

        - **Yes** and **no** are what a rule says that was fixed before the run; **found** and **none** the same where the question \
        asks for a number or a name; **evidence** is for people to judge; **undecided** means that the data cannot carry an answer.
        - In brackets stands the 95 % interval, in which the true figure lies with 95 % confidence, or the range over repeats; n is how \
        much the figure rests on; what each warning says stands under [warnings](#warnings).
        """

    private var measured: String {
        var table = MarkdownTable(
            ("question", .left), ("verdict", .left), ("in one sentence", .left), ("number", .left), ("how sure", .left),
            ("what to do", .left))
        for answer in answers.entries where answer.question.state == .measured {
            let line = AnswerLine(answer)
            table.add(
                "[\(line.question)](#\(line.id))", "**\(line.label)**", line.sentence, line.number, line.certainty,
                line.action)
        }
        return table.text
    }

    private var unmeasured: String {
        var table = MarkdownTable(("question", .left), ("state", .left), ("what bears on it", .left))
        for answer in answers.entries where answer.question.state == .notMeasuredYet {
            let line = AnswerLine(answer)
            table.add(
                "[\(line.question)](#\(line.id))", line.state,
                BearingWords.brief(answer.bearings))
        }
        return table.text
    }
}
