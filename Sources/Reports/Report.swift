import Findings
import Foundation
import Results

/// Writes the reports of a run.
public enum Report {
    /// Writes a report for each subject that the run has data on, with charts, and the index of all reports in the folder.
    ///
    /// The files are `DATE-SUBJECT.md`, `DATE-SUBJECT/*.svg` and `README.md`; a report of the same day and subject is
    /// replaced. The same database gives the same bytes. Verdicts are not saved into the database: they are the caller's to
    /// save.
    ///
    /// - Returns: the paths of the files written, each report's own before its charts.
    /// - Throws: `ReportError`.
    public static func write(_ findings: RunFindings, to directory: String = "reports") async throws -> [String] {
        let documents = documents(findings)
        guard !documents.isEmpty else {
            throw ReportError(
                .nothingToReport,
                "run \(findings.run.id.uuidString) has no job with anything to report: name another with --run")
        }
        return try await write(documents, to: directory, gnuplot: Gnuplot())
    }

    /// The reports as Markdown, which refer to their charts by relative paths.
    public static func markdown(_ findings: RunFindings) -> [String] {
        documents(findings).map(\.markdown)
    }

    /// What there is to report, the answers to questions first.
    static func documents(_ findings: RunFindings) -> [any ReportDocument] {
        var documents: [any ReportDocument] = []
        if let overhead = findings.overhead { documents.append(OverheadReport(overhead)) }
        if let central = findings.centralCache { documents.append(CentralCacheReport(central)) }
        if let dependencies = findings.dependencies { documents.append(DependencyReport(dependencies)) }
        if let executors = findings.executors { documents.append(ExecutorsReport(executors)) }
        if let bases = findings.baseImages { documents.append(BaseImagesReport(bases)) }
        if let isolation = findings.isolation { documents.append(IsolationReport(isolation)) }
        if let requirements = findings.requirements { documents.append(RequirementsReport(requirements)) }
        if let garbage = findings.garbage { documents.append(GarbageReport(garbage)) }
        if let capacity = findings.capacity { documents.append(CapacityReport(capacity)) }
        if let cleanup = findings.cleanup { documents.append(CleanupReport(cleanup)) }
        if !findings.cache.series.isEmpty { documents.append(CacheReport(findings.cache)) }
        if let storage = findings.storage { documents.append(StorageReport(storage, run: findings.run)) }
        return documents
    }

    /// Draws first: what cannot be drawn leaves no half of a report behind.
    static func write(
        _ documents: [any ReportDocument], to directory: String, gnuplot: Gnuplot
    ) async throws -> [String] {
        let charts = documents.map(\.drawings)
        var texts = try await gnuplot.drawAll(charts.flatMap { $0 })[...]
        let folder = ReportFolder(path: directory)
        var written: [String] = []
        for (document, charts) in zip(documents, charts) {
            written.append(try folder.write(document.markdown, to: document.name + ".md"))
            for (chart, text) in zip(charts, texts.prefix(charts.count)) {
                written.append(try folder.write(text, to: "\(document.name)/\(chart.name).svg"))
            }
            texts.removeFirst(charts.count)
        }
        return written + [try folder.write(folder.index(), to: "README.md")]
    }
}
