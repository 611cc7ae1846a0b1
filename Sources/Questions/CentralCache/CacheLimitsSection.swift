/// What the figures do not tell.
struct CacheLimitsSection {
    var paragraphs: [String] {
        [
            "## What was not measured",
            """
            Registry and engines stood on one machine: what is moved passes its memory, not a network. Over a link of given speed \
            add bytes moved over that speed. One job ran at a time, so nobody shared the registry. The registry held the change \
            before: a worker that finds an older one misses more. Both engines had the base image.
            """,
        ]
    }
}
