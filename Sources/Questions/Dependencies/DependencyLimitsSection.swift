/// What the figures do not tell.
struct DependencyLimitsSection {
    var paragraphs: [String] {
        [
            "## What was not measured",
            """
            Packages came from a mirror on the engine itself: what a network adds to a download is in no figure, and it is downloads that \
            cache mounts and archives spare; on a slow network their ratio would be lower. The packages of npm, gem and composer \
            were made up, in number, size and depth of a middling repository's, and compile nothing; the package managers are real. \
            No fixture has a lock file: each installation resolves its manifest. One job ran at a time. Every stream has an archive and \
            a cache mount of its own, filled by its own jobs only.
            """,
        ]
    }
}
