/// What the words of the report mean.
package struct ReadingSection {
    package var paragraphs: [String] {
        [
            "## How to read it",
            """
            - **Job:** what CI does for one revision: make the build context, build the image from the repository's \
            Dockerfile, run its tests in a container, copy the results out, clean up.
            - **Overhead:** the job's time less the time its own command (the tests) ran inside the container, by the \
            engine's clock.
            - **Warm worker:** one that has built the repository before, so that the build can use its cache. \
            **Cold:** it builds with nothing in the cache.
            - **Median:** half of the jobs took less, half more. **95 % interval:** where the true median lies, with 95 % \
            confidence. **n:** how many jobs a figure rests on.
            - **BuildKit** and the **classic builder** are the two programs in Docker that build images.
            - **No-op:** a job with an empty repository whose command does nothing: the least that any job costs.
            """,
        ]
    }
}
