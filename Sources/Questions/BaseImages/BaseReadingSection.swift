/// What the words of the report mean.
struct BaseReadingSection {
    var paragraphs: [String] {
        [
            "## How to read it",
            """
            - **Provided:** the repository's Dockerfile builds upon an image that is made for all repositories, with build tools and \
            its language in it. **Debian alone:** it builds upon a minimal Debian and installs everything itself.
            - **Build:** the build phase of a CI job, from the request to the image; the repository's command is no part of it.
            - **Cold:** no step of the repository came from a cache; its base image was on the worker. **Warm:** the build may use \
            what the build before left.
            - **Saving:** the build upon Debian alone less the one upon a provided image that was run beside it: the Hodges–Lehmann \
            estimate. **95 % interval:** where the true saving lies, with 95 % confidence. **n:** how many pairs it rests on.
            - **BuildKit** and the **classic builder** are the two programs in Docker that build images.
            """,
        ]
    }
}
