/// What the words of the report mean.
struct ExecutorsReadingSection {
    var paragraphs: [String] {
        [
            "## How to read it",
            """
            - **Executor:** runs one job after the other, in a workspace of its own. All share one engine and its cache.
            - **Level:** jobs that a number of executors work off, each beginning its next when its last one has ended. Every job builds \
            a change that no other job builds, so that none waits for another's work.
            - **Throughput:** how many jobs ended a minute while all executors were busy; a job counts by the part of it that lies \
            in that time.
            - **Counted jobs:** not those that an executor began first (ramp-up), not those that ended when another executor had \
            no more to do (drain), and not those at the start by which the times had not settled.
            - **95th percentile:** 19 of 20 jobs took at most so long, from their intended start to the end of their cleanup. \
            Its 95 % interval lies between two of the measured times; fewer than 72 jobs carry none.
            """,
        ]
    }
}
