/// What the words of the report mean.
struct CapacityReadingSection {
    var paragraphs: [String] {
        [
            "## How to read it",
            """
            - **Worker:** a machine that stays, and keeps its cache; **executor:** a place on it for one build at a time.
            - **Wait:** the time between the moment at which a build is asked for and its start. **p95 wait:** 95 of 100 builds wait \
            for less.
            - **Overloaded:** more is asked for than the workers can do, or so nearly as much that the simulated days are too few to tell \
            the waits. The queue then grows for as long as one looks, so that no wait can be given.
            - **First build:** a repository's first on a worker, whose cache has nothing of it.
            - **Open loop:** jobs come by a clock, whether an executor is free or not. **Closed loop:** each executor has its next job \
            at once.
            - **Range:** the fewest and the most workers over the search and all its repetitions.
            """,
        ]
    }
}
