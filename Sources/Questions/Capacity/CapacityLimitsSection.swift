/// What the figures do not tell.
struct CapacityLimitsSection {
    var paragraphs: [String] {
        [
            "## What was not measured",
            """
            No fleet: one worker was measured, and the others are taken to be like it and to share nothing, neither disk nor \
            network nor a registry. How builds fall on the hours of a day is assumed, every day is like the other, and builds of one \
            change that are asked for together are not known. Within a worker all builds slow each other down alike, whatever they \
            do. No worker breaks down, is taken out for maintenance or fills its disk. What the job server itself adds to a wait is \
            not in it.
            """,
        ]
    }
}
