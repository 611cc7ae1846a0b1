/// What the figures do not tell.
struct BaseLimitsSection {
    var paragraphs: [String] {
        [
            "## What was not measured",
            """
            Two repositories in two languages: with more repositories of one language more is shared, and a suite's rebuild is spread \
            over more of them. Packages came from a mirror on the same machine: over a slow network every installed package costs \
            more, which weighs on whoever installs most. An update of the os image was one small layer: making that image anew is \
            quoted with the suite where it is known. The suite was built by BuildKit whichever builder then built upon it. Pulling it \
            from a registry was not measured here (`scenarios/central-cache.yaml` measures pulls). One job ran at a time.
            """,
        ]
    }
}
