import Foundation
import Model

/// The page on `registry`.
struct RegistryPage {
    let evidence: RegistryEvidence

    private let question = RegistryQuestion()

    var page: Page {
        let chart = transferChart
        return Page(
            subject: "registry", title: "A registry of one's own", run: evidence.run, warnings: evidence.warnings,
            sections: [
                answer, .chart(chart), Self.reading, growth, sharing, collection, faults, Self.answers,
            ], limits: Self.limits, reproduction: reproduction,
            key: KeyEvidence(words: words, table: transfers, charts: [chart]))
    }

    // MARK: - The answer

    private var answer: [Page.Block] {
        ["## The answer"] + question.answered(words, .table(transfers)) + [
            """
            **As applied:** a push is the first worker's, of the image that it has just built. A pull is that of the next \
            worker, which had earlier images of the repository unless it is the first. Bytes are what the kernel counted \
            between engine and registry, both ways. “First” moves every layer that the other side lacks. “Later” is the \
            median over the later changes of the trace, weighted to their real proportions. The rate is that of each \
            transfer. Where little is moved, it says how long requests take, not how fast bytes are. Jobs with a fault of the \
            registry, failed jobs and later warm-ups do not count.
            """
        ]
    }

    /// The headline, closed by `**`, and what follows it.
    private var words: String { "evidence only, for people to judge.** \(sentence)" }

    private var sentence: String {
        guard !evidence.transfers.isEmpty else { return "Nothing was pushed, so there is nothing to judge." }
        let first = """
            The first push of a repository runs at \(RegistryWords.rate(evidence.firstRate(.push))), the first pull at \
            \(RegistryWords.rate(evidence.firstRate(.pull))) (medians over repositories and builders).
            """
        let growth = evidence.laterGrowth.map {
            """
             A later build adds \(Words.bytes($0.mean)) to the registry (mean, 95 % interval \
            \(Words.byteInterval($0.interval)), n = \(Words.count($0.count, "build", "builds"))).
            """
        }
        let saved = evidence.saved.map {
            " Its repositories share layers, which saves \(Words.percent($0)) of what a copy each would take."
        }
        return "\(first)\(growth ?? "")\(saved ?? "") \(place)"
    }

    /// `Measured on Docker 20.10.24 with docker-registry 2.8.2+ds1.`
    private var place: String {
        let version = evidence.run.record.fingerprint.engine["registry_version"].map { Markdown.escaped($0) }
        return """
            Measured on \(RunEngines.words(evidence.run) ?? "an unknown engine") with docker-registry \
            \(version ?? "of unknown version").
            """
    }

    private var transfers: Table {
        Table(evidence.transfers) {
            Series.columns { $0.series }
            Column("way") { $0.way == .push ? "push" : "pull" }
            Column("first", .right) { Words.bytes($0.first?.bytes) }
            Column("time", .right) { Words.seconds($0.first?.seconds) }
            Column("rate", .right) { RegistryWords.rate($0.first?.rate) }
            Column("later", .right) { Words.bytes($0.bytes?.value) }
            Column("time", .right) { Words.seconds($0.seconds?.value) }
            Column("95 % interval") { $0.seconds.map { Words.interval($0.interval) } ?? Words.absent }
            Column("rate", .right) { RegistryWords.rate($0.rate?.value) }
            Column("95 % interval") { $0.rate.map { RegistryWords.rates($0.interval) } ?? Words.absent }
            Column("n", .right) { "\($0.later.count)" }
        }
    }

    private static let reading: [Page.Block] = [
        "## How to read it",
        """
        - **Repository:** a name in the registry under which images are pushed: one for each fixture and builder.
        - **Blobs:** layers and configurations. The registry keeps each once, however many repositories use it.
        - **Manifest:** the list of an image's blobs. Every push adds one.
        - **Collection:** the registry's own, `registry garbage-collect`. It removes what no name needs.
        - **Median:** half of the transfers took less, half more. **95 % interval:** where the true value lies, with 95 % \
        confidence.
        """,
    ]

    /// Each transfer by its bytes and its time, on logarithmic scales.
    private var transferChart: Chart? {
        let (pushes, pulls) = (dots(.push), dots(.pull))
        let sizes = (pushes + pulls).map { $0[0] }
        let times = (pushes + pulls).map { $0[1] }
        guard let least = sizes.min(), let most = sizes.max(), let shortest = times.min(), let longest = times.max()
        else { return nil }
        func axis(_ label: String, _ low: Double, _ high: Double) -> Chart.Axis {
            Chart.Axis(
                "\(label), on a logarithmic scale", from: low * 0.7, to: high * 1.4, isLogarithmic: true,
                tics: Chart.decades(from: low * 0.7, to: high * 1.4))
        }
        return Chart(
            name: "transfers", title: "Time of each push and pull over the bytes that it moved", height: 420,
            x: axis("MB moved", least, most), y: axis("seconds", shortest, longest),
            layers: [
                Chart.Layer(pushes, "points pt 7 ps 0.6", Chart.Colour.blue, title: "push"),
                Chart.Layer(pulls, "points pt 5 ps 0.6", Chart.Colour.orange, title: "pull"),
            ])
    }

    /// Of each transfer the megabytes that it moved and the seconds that it took.
    private func dots(_ way: RegistryTransfers.Way) -> [[Double]] {
        var dots: [[Double]] = []
        for found in evidence.transfers where found.way == way {
            for transfer in [found.first].compactMap(\.self) + found.later where transfer.bytes > 0 {
                dots.append([transfer.bytes / 1e6, transfer.seconds])
            }
        }
        return dots.filter { $0[1] > 0 }
    }

    private var reproduction: [Page.Block] {
        ReproductionSection.paragraphs(
            of: evidence.run.record, querying: "Each push and pull",
            by: """
                WITH figures AS (
                    SELECT job, max(value) FILTER (WHERE series = 'cache_push_bytes') AS push_bytes,
                        max(value) FILTER (WHERE series = 'cache_push_s') AS push_s,
                        max(value) FILTER (WHERE series = 'registry_bytes') AS pull_bytes,
                        max(value) FILTER (WHERE series = 'cache_pull_s') AS pull_s,
                        max(value) FILTER (WHERE series = 'registry_grown_blob_bytes') AS grown_bytes
                    FROM point_view GROUP BY job
                )
                SELECT fixture, configuration, change_class, warmup, outcome, push_bytes, push_s, pull_bytes, pull_s,
                    grown_bytes
                FROM job_view JOIN figures USING (job)
                WHERE \(ReproductionSection.isOf(evidence.run.record, scenarios: evidence.scenarios))
                    AND configuration LIKE '%delivery=promote%'
                ORDER BY position;
                """)
    }
}
