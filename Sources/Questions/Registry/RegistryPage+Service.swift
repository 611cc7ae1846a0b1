import Model

/// What the registry holds, what its own collection does, and what its failures do.
extension RegistryPage {
    var growth: [Page.Block] {
        let table = Table(evidence.growth) {
            Series.columns { $0.series }
            Column("changed") { Words.changeClass($0.changeClass) }
            Column("blobs a build", .right) { Words.bytes($0.blobs.mean) }
            Column("95 % interval") { Words.byteInterval($0.blobs.interval) }
            Column("manifests a build", .right) { Words.bytes($0.manifests) }
            Column("builds", .right) { "\($0.blobs.count)" }
        }
        return .section(
            "## Growth a build", table,
            """
            Means of what the registry's storage grew by with a push, after a repository's first push. Means, as disks fill by \
            sums. Sizes are those of files, without the filesystem's rounding.
            """, otherwise: "No later push was measured.")
    }

    var sharing: [Page.Block] {
        var table = Table(evidence.repositories) {
            Column("repository") { Markdown.code($0.name) }
            Column("alone", .right) { Words.bytes($0.bytes) }
            Column("its own", .right) { Words.bytes($0.ownBytes) }
            Column("shared", .right) { Words.percent($0.bytes > 0 ? 1 - $0.ownBytes / $0.bytes : nil) }
        }
        guard let together = evidence.together else {
            return .section("## Sharing across repositories", table, otherwise: "It was not measured.")
        }
        if !table.isEmpty {
            table.add("**a copy each**", Words.bytes(evidence.alone))
            table.add("**together**", Words.bytes(together))
        }
        return .section(
            "## Sharing across repositories", table,
            """
            At the end of the run, before the collection. “Alone” is all that a repository links: what it would take in a \
            registry of its own. “Its own” is the part that no other links. “Together” counts each item once: that is what \
            this registry takes. Base images are repositories too.
            """, otherwise: "It was not measured.")
    }

    var collection: [Page.Block] {
        guard let found = evidence.collection else {
            return ["## Its own collection", "It was not measured: the run did not finish."]
        }
        let proof =
            if let kept = found.kept, let pulled = found.pulled {
                """
                 Afterwards an empty engine tried to pull every image that still had a name: \(pulled) of \(kept) came whole\
                \(pulled == kept ? "." : ". **The others were lost.**")
                """
            } else { " Nobody tried afterwards whether the kept images could still be pulled." }
        return [
            "## Its own collection",
            .text(
                """
                It kept the newest image of each repository, and brought the storage from \(Words.bytes(found.before)) to \
                \(Words.bytes(found.after)) in \(Words.seconds(found.seconds)). Nothing could be pushed or pulled for \
                \(Words.seconds(found.blocked)).\(proof)
                """),
        ]
    }

    var faults: [Page.Block] {
        let table = Table(evidence.faults) {
            Column("registry") { RegistryWords.fault($0.fault) }
            Column("builder") { Words.configuration($0.builder) }
            Column("jobs", .right) { "\($0.jobs)" }
            Column("failed in the push", .right) { "\($0.inPush)" }
            Column("failed in the pull", .right) { "\($0.inPull)" }
            Column("held, median", .right) { Words.seconds($0.held) }
            Column("longest", .right) { Words.seconds($0.longest) }
            Column("uploads left", .right) { Words.bytes($0.uploads) }
            Column("delivered afterwards", .right) { "\($0.recovered) of \($0.struck)" }
        }
        let messages = Table(evidence.faults.flatMap { found in found.messages.map { (found, $0) } }) {
            Column("registry") { RegistryWords.fault($0.0.fault) }
            Column("builder") { Words.configuration($0.0.builder) }
            Column("what the first such job says") { Markdown.code($0.1) }
        }
        return .section(
            "## What a lost or full registry does to jobs", table,
            """
            Faults were planted in jobs with a registry and a worker of their own, so that no other figure has them. Warm-ups \
            count. A fault that came too late struck no job, and is in “jobs” only. “Held” is the time from the fault to \
            the end of the job, as engines retry a failed transfer. The fault is the kill, or the first bytes of a push to a full \
            registry. “Uploads left” is the most that interrupted uploads had left in the storage. “Delivered afterwards”: as soon as the registry was whole again, the same image was pushed \
            and pulled. The retry is no part of the job.
            """, otherwise: "No fault of the registry was planted.")
            + .section("### In the registry's own words", messages)
    }

    static let answers: [Page.Block] = [
        "## What a registry's refusals do",
        """
        Measured on Docker 20.10, and checked by tests (`docs/registry.md` has all). A registry that answers 401 or 429 fails the job at once, \
        and the job's row has the answer. So does 500 in a pull. A push that is answered 500, or whose upload is cut, is tried again \
        for up to 50 s.
        """,
    ]

    static let limits: [Page.Block] = [
        "## What was not measured",
        """
        Registry and engines were on one machine: bytes moved through its memory, not a network. A link slower than the rates \
        above sets its own. One job ran at a time, so nobody shared the registry. Its storage was a local filesystem, without \
        redundancy, certificates or logins. Their cost is not in these figures.
        """,
    ]
}
