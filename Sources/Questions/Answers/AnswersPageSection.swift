import Store

/// The page of answers: what was asked, how to read a verdict, and every question in one table or the other.
package struct AnswersPageSection {
    /// Its heading, by which the index finds it.
    package static let heading = "## The answers on one page"

    package let answers: Answers

    package var paragraphs: [String] {
        [
            Self.heading,
            Self.asked,
            reading,
            measured,
            "### Not measured",
            "No scenario of this version measures these. Figures of other questions bear on some of them, but decide none:",
            unmeasured,
        ]
    }

    private static let asked = """
        **What was asked.** Continuous integration runs each build on a disposable virtual machine. A release engineering team \
        tried builds in containers on a permanent worker instead: build the repository's `Dockerfile.ci`, run its tests in the \
        image, copy the results out, clean up. It worked, and left the questions below, which are to be decided with \
        operations. What could be measured of them was put to real jobs on a real container engine by Plimsoll, the tool that \
        wrote this page.
        """

    private var reading: String {
        """
        **How to read it.**

        - **Yes** and **no** answer the few words before them, not the question as it was put, by a rule that was fixed before \
        the run and stands in each answer's section; **found** and **none** are the same where a number or a name was asked \
        for; **evidence** is for people to judge; **undecided** means that the data cannot carry an answer.
        - In brackets stands the 95 % interval, in which the true figure lies with 95 % confidence, or the range over repeats. \
        n is how many jobs, pairs or changes the figure was computed from. What is counted or computed is exact for what was \
        measured, and has no interval.
        - A worker is **warm** where it has built the repository before, and **cold** where it has not. **BuildKit** and the \
        **classic builder** are Docker's newer and older way to build. Where both were measured the verdict goes by the one \
        that did worse, and the other's figure stands in brackets; the two answers on the disk speak for each, and the one on \
        base images takes them together. No builder is recommended by that. **scap** and **malu** are Plimsoll's own test \
        repositories: a Python tool, and a Node library with a Ruby side.
        \(worker)
        """
    }

    /// `this kind` of worker, where all runs stood on the same.
    private var worker: String {
        let hosts = Set(
            answers.answering.map { run in ["cores", "memory_bytes"].map { run.record.fingerprint.host[$0] } })
        guard let host = hosts.first, hosts.count == 1, let cores = host[0].flatMap(Int.init),
            let memory = host[1].flatMap(Double.init)
        else {
            return "- What workers that was on stands under [environment](#environment)."
        }
        return """
            - The worker that was measured has \(Words.count(cores, "processor", "processors")) and \(Words.bytes(memory)) of \
            memory; the rest stands under [environment](#environment). Other workers, and other repositories, have other \
            figures: measure yours.
            """
    }

    private var measured: String {
        var table = MarkdownTable(
            ("question", .left), ("verdict", .left), ("the answer", .left), ("number", .left), ("how sure", .left),
            ("what to do", .left))
        for answer in answers.entries where answer.question.state == .measured {
            let line = AnswerLine(answer)
            table.add(
                "[\(line.question)](#\(line.id))", AnswerVerdict(answer: answer).text, line.sentence,
                AnswerNumber(answer: answer).text, line.certainty, line.action)
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
