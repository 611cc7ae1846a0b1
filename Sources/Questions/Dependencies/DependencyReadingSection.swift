/// What the words of the report mean.
struct DependencyReadingSection {
    var paragraphs: [String] {
        [
            "## How to read it",
            """
            - **One layer:** the whole tree is copied, then dependencies are installed. **Layer by manifest:** the manifest alone is \
            copied and installed, then the rest. **Cache mount:** the same, and BuildKit keeps what the package manager downloaded \
            from build to build. **Restored archive:** the same, and what it downloaded is fetched from a store before the build, \
            sent with the build's context, and saved under the manifest's digest after a job that succeeded.
            - **Cold:** built without any cache, with an empty cache mount and without an archive. The package manager itself is in \
            the base image: a cold job costs the installation of the dependencies and what follows it, not that of the tools.
            - **Cost:** the time of the build and, with a restored archive, of restoring and saving it.
            - **Hit:** the step that installs came from the builder's cache.
            - **Median:** half of the jobs took less, half more. **95 % interval:** where the true value lies, with 95 % \
            confidence; medians of fewer than six jobs carry none.
            """,
        ]
    }
}
