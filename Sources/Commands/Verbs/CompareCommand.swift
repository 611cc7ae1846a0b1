import ArgumentParser
import Foundation
import Model
import Questions
import Store
import Tracking

struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compare two runs: show what got better or worse, and fail if something got worse.",
        discussion: """
            BASE and CANDIDATE are each a run's UUID (or at least its first 8 digits), the path of a database (its newest run that is
            not excluded), PATH#UUID, or baseline:NAME. Ids and names are looked up in --db. The report goes to standard output,
            as Markdown or, with --json, as one JSON document.

            A few figures are compared first, by pairs of jobs: the times wall_s, build_s, command_s and overhead_s, and hits, misses,
            bytes, leaks and failures. Of a run that was held against BASE (`plimsoll run --against`) the pairs are its rounds: the
            machine's drift is in both sides. Of others they are jobs of the same revision, and every other series follows.

            A time is worse if it moved beyond chance and by 5 % or more; of the series that follow, by more than their own noise
            over the earlier runs in the base's database if there are 5. Counts are exact: any change counts. What got worse is
            traced to its part of the job, its step and its commit. Runs of other scenarios, engines or hosts are refused unless
            --unlike is given; --counted accepts other hosts, and rounds need neither.

            With --by FACTOR, one run is enough: its jobs that differ only in this factor are pairs (the same revision, class of
            change and other factors). Each value is compared with the first one of the scenario. The status is then 0.

            --confirm measures what looks worse again, base and candidate in turn, before it fails. --base-with and
            --candidate-with each give the beginning of a `plimsoll run` command line for it.

            Ends with status 0 if nothing moved, 2 if something got worse or a job fails that did not, 4 if something got better and
            nothing worse. Ends with 3 if jobs could not be measured (the engine was lost, or refused them), 1 if the runs cannot be
            compared, 64 if the command line is wrong.

            Examples:
              plimsoll compare baseline:main .plimsoll/results.sqlite
              plimsoll compare 1F2E3D4C 0A1B2C3D --json
              plimsoll compare last-night.sqlite tonight.sqlite --out comparison.md
              plimsoll compare ci/baseline.sqlite .plimsoll/results.sqlite --counted
              plimsoll compare baseline:main tonight.sqlite --out comparison.md --junit comparison.xml
              plimsoll compare .plimsoll/results.sqlite --by builder
              plimsoll compare baseline:main tonight.sqlite --confirm --base-with './1.2/plimsoll run scenarios/overhead.yaml'
            """)

    @Argument(help: "The run to compare with.") var base: RunReferenceArgument
    @Argument(help: "The run to judge.") var candidate: RunReferenceArgument?
    @Option(
        help: ArgumentHelp(
            "Compare the choices of this factor in one run, such as builder; instead of CANDIDATE.",
            valueName: "factor"))
    var by: String?
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var metrics: ComparedMetrics
    @OptionGroup var confirmation: ConfirmationOptions
    @Flag(help: "Also compare runs of different scenarios, engines or hosts; the report says so.") var unlike = false
    @Option(help: "Accepted probability of a false alarm, above 0 and below 1.") var level = ComparisonTerms().level
    @Option(help: "Without history: the change of a time that counts, in per cent of its median.")
    var threshold = ComparisonTerms().timedThreshold * 100
    @Flag(help: "Print one JSON document.") var json = false
    @Option(help: "Write the report to this file, and only its headline to standard output.") var out: String?
    @Option(help: "Also write the verdicts to this file, as JUnit XML for CI servers.") var junit: String?

    func validate() throws {
        guard (candidate == nil) != (by == nil) else {
            throw ValidationError("Give either CANDIDATE, or one run and --by FACTOR.")
        }
        guard by == nil || !(confirmation.confirm || unlike || junit != nil) else {
            throw ValidationError("--confirm, --unlike and --junit need CANDIDATE, and no --by.")
        }
        guard level > 0, level < 1 else { throw ValidationError("--level must be above 0 and below 1.") }
        guard threshold >= 0, threshold < 1000 else { throw ValidationError("--threshold must be 0 to 1000 per cent.") }
    }

    func run() async throws {
        if let by { return try compareChoices(of: by) }
        let (first, second) = try located()
        let executable = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let rounds =
            confirmation.confirm
            ? RoundsAgain(first, second, confirmation, executable: executable) : nil
        // Rounds hold the two states against each other on one engine: nothing else is needed.
        if second.run.record.against == first.run.id {
            let night = try Night.compare(
                first, second, terms: terms, countsOnly: metrics.counted, wanted: metrics.contains)
            guard night.outcome == .regression, let rounds else { return try conclude(night) }
            return try conclude(try await again(rounds), after: night)
        }
        // Other revisions of a repository are other jobs: only those of common ones compare, in pairs.
        let likeness = Likeness(first.run, second.run, countsOnly: metrics.counted)
        if likeness.haveOtherRevisions, likeness.isLike || unlike {
            let night = try Night.compare(
                first, second, terms: terms, countsOnly: metrics.counted, wanted: metrics.contains)
            guard !night.findings.isEmpty || night.worse > 0 else { throw TrackingError.noCommonRevision }
            guard night.outcome == .regression, let rounds else { return try conclude(night) }
            return try conclude(try await again(rounds), after: night)
        }
        let comparison = try compared(first, second)
        var confirmed: Confirmation?
        if let rounds {
            if comparison.outcome == .regression {
                return try conclude(try await again(rounds), after: comparison.primary)
            }
        } else if confirmation.confirm {
            // Created even where nothing looks worse, so that a mistake in its options shows on the first night.
            let again = try Remeasurement(comparison, options: confirmation, executable: executable)
            if !comparison.worse.isEmpty { confirmed = try await again.run { Terminal.standard.message($0) } }
        }
        let report = ComparisonReport(comparison, base: base.text, candidate: candidateText, confirmation: confirmed)
        try write(ComparisonJUnit(report))
        try ReportFile.put(
            json ? try JSONText.document(JSONFields(comparison, confirmation: confirmed)) + "\n" : report.markdown,
            in: out, headline: report.headline)
        if let status = (confirmed?.outcome(of: comparison) ?? comparison.outcome).exitStatus { throw status }
    }

    private var terms: ComparisonTerms { ComparisonTerms(level: level, timedThreshold: threshold / 100) }

    private func again(_ rounds: RoundsAgain) async throws -> Night {
        try await rounds.run(terms: terms, wanted: metrics.contains) { Terminal.standard.message($0) }
    }

    /// - Parameter first: what looked worse before it was measured again; nil where it was not.
    private func conclude(_ night: Night, after first: Night? = nil) throws {
        let report = NightReport(night, base: base.text, candidate: candidateText, first: first)
        try write(ComparisonJUnit(report))
        try ReportFile.put(
            json ? try JSONText.document(JSONFields(night)) + "\n" : report.markdown, in: out,
            headline: report.headline)
        if let status = night.outcome.exitStatus { throw status }
    }

    /// Choices are no regression: the status is 0.
    private func compareChoices(of factor: String) throws {
        let comparison = try FactorComparison.compare(
            base.located(in: database.db), by: factor, terms: terms, wanted: metrics.contains)
        let report = FactorReport(comparison, run: base.text)
        try ReportFile.put(
            json ? try JSONText.document(JSONFields(comparison)) + "\n" : report.markdown, in: out,
            headline: report.headline)
    }

    private func write(_ verdicts: ComparisonJUnit) throws {
        if let junit { try ReportFile.write(verdicts.text, to: junit, option: "--junit") }
    }

    private var candidateText: String { candidate?.text ?? "" }

    func located() throws -> (LocatedRun, LocatedRun) {
        guard let candidate else { throw ValidationError("CANDIDATE is missing.") }
        let first = try base.located(in: database.db)
        let second = try candidate.located(in: database.db)
        guard first.run.id != second.run.id else {
            throw TrackingError(
                .badReference,
                "\(base.text) and \(candidate.text) are the same run, \(first.run.id.uuidString); its choices are "
                    + "compared by --by FACTOR")
        }
        return (first, second)
    }

    func compared(_ first: LocatedRun, _ second: LocatedRun) throws -> Comparison {
        // Checked before a million jobs are read.
        let likeness = Likeness(first.run, second.run, countsOnly: metrics.counted)
        guard likeness.isLike || unlike else { throw TrackingError.unlike(likeness) }
        // The probability of a false alarm is shared by the pairs of jobs and the series.
        let hasPairs = max(first.run.jobs, second.run.jobs) <= Self.mostPairedJobs
        let shared = hasPairs ? ComparisonTerms(level: level / 2, timedThreshold: threshold / 100) : terms
        var comparison = Comparison.make(
            base: try MeasuredRun.read(first.database, run: first.run.id, wanted: metrics.contains),
            candidate: try MeasuredRun.read(second.database, run: second.run.id, wanted: metrics.contains),
            terms: shared,
            history: try EarlierRuns.read(
                first.database, base: first.run, candidate: second.run, wanted: metrics.contains))
        guard !comparison.series.isEmpty else {
            let asked = metrics.metric.isEmpty ? "" : " of " + metrics.metric.joined(separator: ", ")
            throw TrackingError(
                .nothingInCommon,
                "the runs have no series in common\(asked): the base has \(comparison.onlyInBase.count), "
                    + "the candidate \(comparison.onlyInCandidate.count)"
                    + (comparison.clockNote.map { ". Note: \($0)" } ?? "")
            )
        }
        if hasPairs {
            comparison.primary = try Night.compare(
                first, second, terms: shared, countsOnly: metrics.counted, wanted: metrics.contains)
        }
        return comparison
    }

    /// Of larger runs only the series are compared: the steps of all jobs of both runs would be read.
    private static let mostPairedJobs = 20_000
}

extension TrackingError {
    fileprivate static let noCommonRevision = TrackingError(
        .nothingInCommon,
        "the runs have no revision in common: `plimsoll run … --against BASE` replays those of BASE, and builds both states "
            + "in turn")

    /// Why two runs are not compared: the differences, in columns.
    fileprivate static func unlike(_ likeness: Likeness) -> TrackingError {
        let rows = likeness.differences.map { [$0.area, $0.name, $0.base ?? "-", $0.candidate ?? "-"] }
        return TrackingError(
            .unlike,
            """
            the runs are not alike, so a change could have many causes; --unlike compares them anyway\
            \(likeness.differsByHostOnly ? ", and --counted only what does not depend on the host" : "")
            \(TextTable(["OF", "FACT", "BASE", "CANDIDATE"], rows).text)
            """)
    }
}
