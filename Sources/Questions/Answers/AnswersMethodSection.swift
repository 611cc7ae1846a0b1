/// How the figures were measured, as far as one must know to judge them.
package struct AnswersMethodSection {
    package var paragraphs: [String] {
        [
            "## Method",
            """
            - **Jobs are real.** Each is one pass of a CI job: context, build, run, artifacts, cleanup, on a real engine, with every phase \
            and every build step timed by a monotonic clock. A job that fails is kept and counted as what it is.
            - **Order and noise.** Configurations alternate within each round in a balanced order drawn from a seed, never one after the \
            other in blocks. Warm-ups are kept, tagged, and count in no figure.
            - **Real proportions.** Rare kinds of change are run more often than they occur, and weighted back.
            - **Statistics.** Medians with 95 % bootstrap intervals; pairs by Hodges and Lehmann's shift with Wilcoxon's signed ranks. No \
            interval is given where the jobs are too few to carry one.
            - **Rules were fixed before the runs**, and stand beside each verdict as they were applied. Where several builders were \
            measured, the worst decides unless the rule says otherwise.
            - **One run a question.** Each question is answered from the newest run that bears on it, counts and came to its end; runs \
            are not thrown together. What is computed or simulated says so.
            """,
        ]
    }
}
