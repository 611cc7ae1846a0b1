/// What the words of the report mean.
struct PolicyReadingSection {
    var paragraphs: [String] {
        [
            "## How to read it",
            """
            - **Policy:** what goes from the disk, and when. `none`: nothing. `job-tag`: the job's own image. `dangling`: images \
            that lost their name to a newer one. `daily-weekly`: `docker system prune` daily, with `--all` weekly, by a clock that \
            goes on with each build. `threshold`: above the high mark, every image but the newest of each repository. `lru`: above \
            the high mark, images and build cache, the least recently used first, down to the low mark. `keep-storage`: BuildKit \
            cuts its own cache to a size.
            - **A policy's turn** comes after each job; what it does counts in no job's time.
            - **Hit:** a build step that came from the cache, of those that can. **By time:** each step counts by the time that it \
            takes when it misses, so that a lost package installation weighs more than a lost copy.
            - **95 % interval:** where the true value lies, with 95 % confidence; by resampling the pairs.
            """,
        ]
    }
}
