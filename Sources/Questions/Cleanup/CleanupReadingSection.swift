/// What the words of the report mean, and what its figures do not tell.
struct CleanupReadingSection {
    var paragraphs: [String] {
        [
            "## How to read it",
            """
            - **Left:** found by the audit after a job, at least 3 s after that began, not there before the series, and not meant to \
            stay.
            - **Struck and missed:** a fault that is planted in mid-build may come when the build is over; then it is not planted, \
            or has not done what its name says. By the job's record: a stop struck where the job was cancelled in the phase that was \
            meant, a kill of the engine where the build broke by it, a full disk where the job did not succeed.
            - **Clean:** of a job: the audit after it found nothing new.
            - **Still there at the end:** the audit after the last job found it too: nothing took it away meanwhile.
            - **Bytes:** what it takes on disk; of an image what it shares with no other. What takes none, as a process, counts as \
            nothing.
            - **The remainder:** what the disk holds beyond what the engine says it keeps and what an empty engine takes.
            """,
        ]
    }

    static let limits = [
        "## What was not measured",
        """
        Firewall rules, kernel keys, and memory that the kernel keeps for what is gone were not looked for. Where an engine is not \
        Plimsoll's own, most kinds are hidden, and nothing is said of them. What the last job leaves after the 3 s is seen by no \
        audit. One job ran at a time. Of builds that failed the engine tells no sizes of layers, so that more was made than the \
        share of the remainder is set beside: the true share is smaller.
        """,
    ]
}
