/// What the figures do not tell.
struct PolicyLimitsSection {
    var paragraphs: [String] {
        [
            "## What was not measured",
            """
            One job ran at a time, and each policy had its turn between two jobs. During builds the disk was looked at every 20 ms: a \
            shorter peak is not seen. Daily and weekly came by a count \
            of builds, so that ages of hours and days played no part. Jobs built images and ran nothing in them where the scenario \
            says `command: none`. The trace has more rare changes than the real history: the disk fills faster than it would.
            """,
        ]
    }
}
