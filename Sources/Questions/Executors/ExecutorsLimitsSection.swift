/// What the figures do not tell.
struct ExecutorsLimitsSection {
    var paragraphs: [String] {
        [
            "## What was not measured",
            """
            All changes were changes of the source on a warm cache: a change of dependencies takes longer, and holds up others more. \
            Plimsoll itself ran on the same host as the engine. Jobs of one level came from the same few fixtures in fixed proportions; \
            a worker whose jobs are larger carries fewer. What was at its limit is told by means over a level: short shortages are not in \
            them.
            """,
        ]
    }
}
