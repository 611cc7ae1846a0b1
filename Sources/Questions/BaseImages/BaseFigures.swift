import Model

extension BaseImagesPage {
    var builds: [Page.Block] {
        let table = Table(evidence.comparisons) {
            Column("repository") { Words.fixture($0.series.fixture) }
            Column("builder") { Words.configuration($0.series.configuration) }
            Column("build") { BaseWords.situation($0.situation) }
            Column("provided", .right) { Words.seconds($0.provided) }
            Column("Debian alone", .right) { Words.seconds($0.deferred) }
            Column("provided saves", .right) { Words.seconds($0.saving?.value) }
            Column("95 % interval") { BaseWords.interval($0.saving) }
            Column("n", .right) { "\($0.saving?.count ?? 0)" }
        }
        return .section(
            "## Builds on either base", table,
            "Medians of build phases over the pairs. The section on the suite says what a worker without the base must do first.",
            otherwise: "No build succeeded.")
    }

    var images: [Page.Block] {
        let images = evidence.bytes.flatMap { found in found.images.map { (all: found, own: $0) } }
        let table = Table(images) {
            Column("builder") { Words.configuration($0.all.configuration) }
            Column("base") { BaseWords.kind($0.all.kind) }
            Column("repository") { Words.fixture($0.own.fixture) }
            Column("image", .right) { Words.bytes($0.own.bytes) }
            Column("shared", .right) { Words.bytes($0.own.shared) }
            Column("alone", .right) { Words.bytes($0.own.bytes - $0.own.shared) }
            Column("all together", .right) { Words.bytes($0.all.together) }
        }
        return .section(
            "## Bytes", table,
            """
            The engine's own sizes of layers at the end of the run. “Shared” counts the layers that another repository's image on \
            the same kind of base also has. “All together” counts each layer once. BuildKit's cache is not included.
            """, otherwise: "The size of the images was not measured.")
    }

    var dockerfiles: [Page.Block] {
        var table = Table(
            ("Dockerfile", .left), ("lines, provided", .right), ("lines, Debian alone", .right),
            ("instructions, provided", .right), ("instructions, Debian alone", .right))
        func text(_ value: Int?) -> String { value.map { "\($0)" } ?? Words.absent }
        for found in evidence.dockerfiles {
            table.add(
                Words.fixture(found.fixture), text(found.lines[.provided]), text(found.lines[.deferred]),
                text(found.instructions[.provided]), text(found.instructions[.deferred]))
        }
        for image in evidence.suite where image.lines != nil {
            table.add("suite: \(Markdown.escaped(image.name))", text(image.lines), "0", Words.absent, Words.absent)
        }
        return .section(
            "## Lines of Dockerfile", table,
            "Lines of what was built, without blank lines and comments. The suite's lines are written once for all.",
            otherwise: "No Dockerfile was counted.")
    }

    /// What a base update invalidates, and what it costs until every repository has caught up.
    var updates: [Page.Block] {
        let title: Page.Block = "## What a base update invalidates and costs"
        guard !evidence.updates.isEmpty else { return [title, "No base image was updated."] }
        let invalidated = Table(evidence.updates) {
            Column("updated") { BaseWords.update($0.update) }
            Column("repository") { Words.fixture($0.series.fixture) }
            Column("builder") { Words.configuration($0.series.configuration) }
            Column("base") { BaseWords.kind($0.kind) }
            Column("builds", .right) { "\($0.builds)" }
            Column("steps missed", .right) { "\($0.misses) of \($0.steps)" }
            Column("missed for the base", .right) { "\($0.baseMisses)" }
            Column("build", .right) { Words.seconds($0.seconds) }
        }
        let catchUps = Table(evidence.catchUps) {
            Column("updated") { BaseWords.update($0.update) }
            Column("builder") { Words.configuration($0.configuration) }
            Column("base") { BaseWords.kind($0.kind) }
            Column("suite rebuilt", .right) { $0.kind == .deferred ? Words.absent : Words.seconds($0.suite) }
            Column("repositories' next builds", .right) { "\(Words.seconds($0.repositories)) (\($0.count))" }
            Column("total to catch up", .right) { Words.seconds($0.total) }
        }
        return [
            title,
            .table(invalidated),
            """
            Each update was made once for all, and the suite was rebuilt where it was its turn. Then every repository built its \
            last change again. “Missed for the base” counts the steps that missed because the base image had changed, and those \
            after them.
            """,
            .table(catchUps),
            """
            Seconds of building until all repositories have caught up once, one after another. On Debian alone, a rebuild of the \
            provided images reaches no repository. Such a repository gets newer packages of its language only by a build without \
            the cache, which costs its cold build.
            """,
        ]
    }

    var suite: [Page.Block] {
        let table = Table(evidence.suite) {
            Column("image") { Markdown.escaped($0.name) }
            Column("lines", .right) { $0.lines.map { "\($0)" } ?? Words.absent }
            Column("build", .right) {
                Words.seconds($0.build) + ($0.making.map { " (making: \(Words.seconds($0)))" } ?? "")
            }
            Column("rebuild after an os update", .right) { Words.seconds($0.rebuilds[.os]) }
            Column("rebuild on its own", .right) { Words.seconds($0.rebuilds[.provided]) }
            Column("bytes", .right) { Words.bytes($0.bytes) }
            Column("own layers", .right) { Words.bytes($0.ownBytes) }
        }
        let text = """
            The os image is a minimal Debian, made by mmdebstrap and imported. Each other image is a short Dockerfile, `FROM` \
            the image below it. BuildKit builds it with packages of the mirror, and it carries Plimsoll's labels. To maintain \
            the suite: when Debian has a security update, make the os image again and rebuild the others in their order. When \
            an image's own packages have updates, rebuild that image alone, without the cache.
            """
        return .section(
            "## How the suite is built and maintained", table, text, otherwise: "No provided image was built.")
            + [.text(missing)]
    }

    /// What a worker has to do that lacks the images.
    private var missing: String {
        let others = evidence.suite.filter { $0.name != "os" }
        let builds = others.compactMap(\.build)
        guard !others.isEmpty, builds.count == others.count else { return "" }
        let own = others.compactMap(\.ownBytes).reduce(0, +)
        return """
            A worker without the suite must first build it (\(Words.seconds(builds.reduce(0, +))) here) or pull \
            \(Words.bytes(own)) of layers (size unpacked). The os image comes on top; the worker needs it either way. No cold \
            build above includes that.
            """
    }
}

/// How bases, situations and updates read on a page.
enum BaseWords {
    static func kind(_ kind: BaseKind) -> String { kind == .provided ? "provided" : "Debian alone" }

    static func situation(_ situation: BaseComparison.Situation) -> String {
        switch situation {
        case .cold: "cold"
        case .source: "warm, source changed"
        case .dependency: "warm, dependencies changed"
        }
    }

    static func update(_ update: BaseUpdate) -> String { update == .os ? "os image" : "provided images" }

    /// An estimate's interval, in seconds.
    static func interval(_ estimate: Estimate?) -> String {
        estimate.map { Words.interval($0.interval) } ?? Words.absent
    }

    /// `3.2 s faster`, `0.1 s slower`.
    static func faster(_ seconds: Double) -> String {
        Words.seconds(abs(seconds)) + (seconds < 0 ? " slower" : " faster")
    }

    /// `7.09 MB less`, `12 kB more`.
    static func less(_ bytes: Double) -> String { Words.bytes(abs(bytes)) + (bytes < 0 ? " more" : " less") }
}
