/// The page on `storage` and `garbage`: collection policies on one trace. It answers both questions, and differs only in its key.
struct GarbagePage {
    let evidence: GarbageEvidence

    /// The page as the answer to one of the two.
    ///
    /// - Parameters:
    ///   - answer: that answer in the page's words, closed by `**`, and what follows it.
    ///   - decidedBy: the policy that decided; nil where none did.
    func page(answer: String, decidedBy policy: PolicyEvidence?) -> Page {
        let charts = self.charts
        let sections: [[Page.Block]] = [
            answers, .charts(charts.all), reading, costs, collections, misses, growth,
            WarningSection(warnings: evidence.warnings).paragraphs, limits,
            EnvironmentSection(run: evidence.run).paragraphs, reproduction,
        ]
        let engines = Words.count(evidence.policies.count, "engine", "engines")
        return Page(
            subject: "garbage", title: "How much disk caching needs, and how to collect the garbage", run: evidence.run,
            introduction: Words.run(
                evidence.run, place: " on \(engines), each with one collection policy and a disk of its own",
                warnings: evidence.warnings),
            blocks: sections.flatMap { $0 },
            key: KeyEvidence(
                words: answer, table: costTable(first: policy?.configuration),
                charts: charts.deciding(policy?.configuration)))
    }

    /// What each builder's disks held, by policy.
    private var charts: ChartByBuilder {
        ChartByBuilder(
            entries: Set(evidence.policies.map(\.configuration)).sorted().map { name in
                let chart = PolicyDiskChart(
                    configuration: name, policies: evidence.policies.filter { $0.configuration == name },
                    high: evidence.high, capacity: evidence.capacity)
                return (name, chart.chart)
            })
    }

    private var reading: [Page.Block] {
        let policies = GarbageWords.meanings(evidence).map { "\(GarbageWords.policy($0.key)) \($0.value)" }
        return [
            "## How to read it",
            """
            - **Policy:** what goes from the disk, and when. \(policies.joined(separator: ". ")).
            - **A policy's turn** comes after each job; what it does counts in no job's time.
            - **Hit:** a build step that came from the cache, of those that can. **By time:** each step counts by the time that it \
            takes when it misses, so that a lost package installation weighs more than a lost copy.
            - **95 % interval:** where the true value lies, with 95 % confidence; by resampling the pairs.
            """,
        ]
    }

    private var limits: [Page.Block] {
        [
            "## What was not measured",
            """
            One job ran at a time, and each policy had its turn between two jobs. During builds the disk was looked at every 20 ms: a \
            shorter peak is not seen. Daily and weekly came by a count \
            of builds, so that ages of hours and days played no part. Jobs built images and ran nothing in them where the scenario \
            says `command: none`. The trace has more rare changes than the real history: the disk fills faster than it would.
            """,
        ]
    }

    private var reproduction: [Page.Block] {
        let run = evidence.run.record
        let sql = """
            WITH counted AS (
                SELECT job_view.job, fixture, round, build_s, warmup, outcome, weight,
                    substr(configuration, 1, instr(configuration, ',policy=') - 1) AS builder,
                    substr(configuration, instr(configuration, ',policy=') + 8) AS policy,
                    (SELECT filesystem_bytes FROM disk_view WHERE disk_view.job = job_view.job) AS disk
                FROM job_view
                WHERE \(ReproductionSection.isOf(run, scenarios: evidence.scenarios))
            ), trace AS (
                SELECT * FROM counted WHERE outcome = 'succeeded' AND warmup = 0 AND weight > 0
            )
            SELECT own.builder, own.policy, count(*) AS pairs, avg(own.build_s - reference.build_s) AS rebuild_s,
                (SELECT max(disk) FROM counted
                    WHERE counted.builder = own.builder AND counted.policy = own.policy) AS peak_bytes
            FROM trace AS own
            JOIN trace AS reference ON reference.policy = 'none' AND reference.builder = own.builder
                AND reference.fixture = own.fixture AND reference.round = own.round
            WHERE own.policy <> 'none'
            GROUP BY own.builder, own.policy ORDER BY own.builder, rebuild_s;
            """
        return ReproductionSection.paragraphs(of: run, querying: "Rebuild time and peak disk by policy", by: sql)
    }
}

/// What each policy's disk held after each build and after the policy's turn, with the high mark.
private struct PolicyDiskChart {
    /// Okabe and Ito's colours, told apart by the colour-blind too.
    private static let colours = ["#000000", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8a6d00"]

    let configuration: String
    let policies: [PolicyEvidence]
    let high: Double?
    let capacity: Double?

    var chart: Chart? {
        let drawn = policies.filter { $0.points.count > 1 }
        guard !drawn.isEmpty else { return nil }
        let builder = Words.configuration(configuration)
        let title = "What the disk held after each build, by policy: \(builder)"
        let slug = configuration.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        let name = "disk-" + String(slug)
        var script = GnuplotScript(name: name, title: title, height: 480)
        for (index, policy) in drawn.enumerated() { script.data("policy\(index)", rows(of: policy)) }
        let builds = drawn.flatMap(\.points).map(\.build).max() ?? 1
        let highest = ([capacity].compactMap { $0 } + drawn.flatMap { $0.points.map(\.disk) }).max() ?? 1
        script.add("set border 3")
        script.add("set grid ytics lt 1 lw 1 lc rgb '\(GnuplotScript.Colour.faint)'")
        script.add("set xlabel 'builds on the engine' tc rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set ylabel 'GB' tc rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set xrange [1:\(max(builds, 2))]")
        script.add("set yrange [0:\(GnuplotScript.number(highest * 1.05 / 1e9))]")
        var plots = drawn.enumerated().map { index, policy in
            "$policy\(index) using 1:2 with lines lw 2 lc rgb '\(Self.colours[index % Self.colours.count])' "
                + "title \(GnuplotScript.quoted(policy.policy))"
        }
        for (value, words, dash) in [(high, "high mark", 2), (capacity, "full", 1)] {
            guard let value else { continue }
            plots.append(
                "\(GnuplotScript.number(value / 1e9)) with lines lw 2 dt \(dash) lc rgb '\(GnuplotScript.Colour.bound)' "
                    + "title \(GnuplotScript.quoted(words))")
        }
        script.add("plot " + plots.joined(separator: ", "))
        return Chart(name: name, alternative: title, script: script.text)
    }

    /// Gigabytes by build, with a second row where the turn removed something: the drop is drawn upright.
    private func rows(of policy: PolicyEvidence) -> [[Double]] {
        policy.points.flatMap { point -> [[Double]] in
            let row = [Double(point.build), point.disk / 1e9]
            guard point.afterwards != point.disk else { return [row] }
            return [row, [Double(point.build), point.afterwards / 1e9]]
        }
    }
}
