import Findings
import Foundation
import Records
import Reports
import Results

/// A report over a database of 100,000 synthetic jobs with their steps.
struct ReportBenchmark {
    private static let jobs = 100_000
    let directory: String

    func figures() async throws -> [Figure] {
        let journal = try BenchmarkJournal(path: directory + "/synthetic.sqlite", scenario: "overhead")
        var random = SeededGenerator(seed: 1)
        for position in 0..<Self.jobs {
            let id = try await journal.save(job(position, &random))
            var record = job(position, &random)
            record.phases[.cleanup] = 0.05
            record.wall = 3 + Double.random(in: 0...1, using: &random)
            try await journal.complete(id, with: record)
        }
        try journal.database.end(run: journal.run, at: Date(), reason: "finished")
        let spent = try await seconds {
            let findings = try RunFindings.analyse(journal.database, run: journal.run)
            _ = try await Report.write(findings, to: directory + "/reports")
        }
        return [Figure(name: "report_over_100000_jobs", value: spent, bound: 3, unit: " s")]
    }

    private func job(_ position: Int, _ random: inout SeededGenerator) -> JobRecord {
        let fixture = ["scap", "malu", "noop"][position % 3]
        let builder = ["legacy", "buildkit"][position / 3 % 2]
        let classes: [ChangeClass] = [.source, .source, .source, .dependency, .dockerfile]
        var record = JobRecord(
            scenario: "overhead", configuration: "builder=\(builder)", fixture: fixture, revision: "r\(position)",
            changeClass: classes[position % 5], position: position, warmup: position < 12,
            startedAt: Date(timeIntervalSince1970: 1_700_000_000 + Double(position)))
        record.phases = [
            .context: 0.01, .build: Double.random(in: 0.3...0.6, using: &random), .run: 2.3, .artifacts: 0.04,
        ]
        record.command = 2
        record.steps = (0..<8).map { ordinal in
            StepRecord(
                ordinal: ordinal, instruction: "RUN step \(ordinal)", cacheable: ordinal > 0, cached: ordinal < 6,
                duration: 0.01)
        }
        return record
    }
}
