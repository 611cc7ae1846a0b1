/// The answer first: the question in its words, the verdict, how sure it is, what follows from it.
struct BaseAnswerSection {
    let findings: BaseImagesFindings

    var paragraphs: [String] {
        [
            "## The answer",
            "**\(Questions.baseImages.words)** (`\(Questions.baseImages.id)`)",
            AnswerSection.headlineMark + words,
            table.text,
            bytes.isEmpty ? "What the images take was not measured." : bytes.text,
            "**Rule, fixed before the run:** \(Questions.baseImages.rule).",
            "**As applied:** \(Self.applied)",
            "**What follows:** \(consequence)",
        ].filter { !$0.isEmpty }
    }

    /// The headline, closed by `**`, and what follows it.
    var words: String { "\(headline)** \(sentence)" }

    private var headline: String {
        switch findings.verdict.answer {
        case .yes: "yes, provide them."
        case .no: "no, not by this rule."
        case .undecided: "undecided."
        }
    }

    private var sentence: String {
        guard let estimate = findings.verdict.estimate, let decider = findings.verdict.decidedBy else {
            return "Fewer than two repositories were built cold upon both kinds of base, so there is nothing to judge."
        }
        guard findings.verdict.unit == "s" else {
            return """
                The images of all repositories together take \(Words.bytes(-estimate.value)) more upon provided images than upon Debian \
                alone, with \(Words.theConfiguration(decider)): the provided base does not win the bytes\(coldBeside).
                """
        }
        let start = """
            Upon a provided image that is on the worker a cold build of \(Words.fixture(decider)) is \
            \(BaseWords.faster(estimate.value)) than upon Debian alone, which decides, since two repositories must win
            """
        guard let interval = estimate.interval else {
            return """
                \(start); but \(Words.count(estimate.count, "pair of builds is", "pairs of builds are")) too few to say how far that \
                figure may be off.
                """
        }
        return """
            \(start). The saving lies between \(Words.interval(interval).replacing(" to ", with: " and ")) with 95 % confidence \
            (n = \(Words.count(estimate.count, "pair", "pairs"))).
            """
    }

    private var coldBeside: String {
        let winners = findings.cold.filter { $0.wins == .yes }
        return winners.isEmpty
            ? "" : ", though it wins the cold time of \(Words.count(winners.count, "repository", "repositories"))"
    }

    var table: MarkdownTable {
        var table = MarkdownTable(
            ("repository", .left), ("cold builds in pairs", .right), ("provided saves", .right),
            ("95 % interval", .left), ("wins", .left))
        for repository in findings.cold {
            table.add(
                Words.fixture(repository.fixture), "\(repository.saving?.count ?? 0)",
                Words.seconds(repository.saving?.value), BaseWords.interval(repository.saving),
                repository.wins.rawValue)
        }
        return table
    }

    var bytes: MarkdownTable {
        var table = MarkdownTable(
            ("builder", .left), ("all images upon provided", .right), ("upon Debian alone", .right),
            ("provided saves", .right), ("wins", .left))
        for saved in findings.bytesSaved {
            func together(_ kind: BaseKind) -> Double? {
                findings.bytes.first { $0.configuration == saved.configuration && $0.kind == kind }?.together
            }
            table.add(
                Words.configuration(saved.configuration), Words.bytes(together(.provided)),
                Words.bytes(together(.deferred)), Words.bytes(saved.bytes), saved.bytes > 0 ? "yes" : "no")
        }
        return table
    }

    private static let applied = """
        a cold build is one of whose steps none came from a cache, while the base image was there. Each upon Debian alone is paired \
        with the one upon a provided image that stands beside it in the plan, with the same builder; the difference of their build \
        phases is judged over both builders together. A repository is won where the whole 95 % interval lies above 0. Bytes are all \
        layers of all repositories' images, each layer once, the provided images' among them; they are won where every builder has \
        fewer upon provided images. Yes needs two repositories and the bytes; no, that either cannot be won.
        """

    private var consequence: String {
        switch findings.verdict.answer {
        case .yes: return "provide the suite, keep it on every worker, and rebuild it with every security update."
        case .no:
            return """
                the provided base pays only where what it does win is worth it: see \
                [benefits and drawbacks](#benefits-and-drawbacks-as-measured).
                """
        case .undecided:
            guard let needed = findings.verdict.jobsNeeded else {
                return "more builds would not decide it: what was not measured stands under the warnings."
            }
            return """
                do not decide on these figures: about \
                \(Words.count(needed, "more pair of cold builds is", "more pairs of cold builds are")) needed (`--profile full` runs \
                more).
                """
        }
    }
}
