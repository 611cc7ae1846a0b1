/// What the probes do not tell.
struct IsolationLimitsSection {
    var paragraphs: [String] {
        [
            "## What was not measured",
            """
            - **A disposable virtual machine**, which the question compares with: none was at hand.
            - **Flaws.** Probes try what is allowed. Whether the kernel, the engine or a runtime can be broken, they do not tell.
            - **An engine as production sets it up.** Engines were Plimsoll's own, in namespaces of their own on the worker; user \
            namespaces, rootless engines and security modules of a distribution change many rows. Run the scenario on such an engine: \
            `--engine unix://…` (there the probes of the worker's network are left out).
            - **Covert ways** between jobs: timing, caches of the processor, the builders' shared cache and its cache mounts, by which \
            one repository's build finds what another's left.
            - **Names and addresses outside**: nothing beyond the engine's own network was tried.
            """,
        ]
    }
}
