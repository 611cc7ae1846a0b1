/// What the words of the report mean.
struct CacheReadingSection {
    var paragraphs: [String] {
        [
            "## How to read it",
            """
            - **Job:** what CI does for one revision: make the build context, build the image from the repository's \
            Dockerfile, run its tests in a container, copy the results out, clean up.
            - **Warm:** on the engine that built the change before. **Cold, no cache:** on an engine that holds the base image \
            and nothing else; that nothing else is there is looked at before each job. **Cold, registry's cache:** the same, \
            but the build may use what the first engine built of the change before and pushed.
            - **BuildKit** fetches what it needs of the cache during the build. For the **classic builder** the image is pulled \
            first, which is part of the job's time.
            - **Bytes moved:** what the kernel counted on the pair of interfaces that engine and registry share with nobody, \
            both ways, during the job.
            - **Median:** half of the jobs took less, half more. **95 % interval:** where the true value lies, with 95 % \
            confidence.
            """,
        ]
    }
}
