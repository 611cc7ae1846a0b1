import Foundation
import Model

/// `plimsoll report` as a user starts it, over 10,000 and over 1,000,000 synthetic jobs of eight steps each.
struct ReportBenchmark {
    let directory: String
    let executable: String

    func figures() async throws -> [Figure] {
        let few = try await costs(jobs: 10_000, rounds: 5)
        let many = try await costs(jobs: 1_000_000, rounds: 3)
        return [
            Figure(name: "report_over_10000_jobs", value: median(few.map(\.wall)), bound: 0.5, unit: " s"),
            Figure(name: "report_over_1000000_jobs", value: median(many.map(\.wall)), bound: 10, unit: " s"),
            Figure(
                name: "report_1000000_jobs_peak_memory", value: many.map(\.peak).max() ?? .nan, bound: 300, unit: " MB"
            ),
        ]
    }

    private func costs(jobs: Int, rounds: Int) async throws -> [MeasuredCommand.Cost] {
        let path = directory + "/report-\(jobs).sqlite"
        let journal = try BenchmarkJournal(path: path, scenario: "overhead")
        var random = SeededGenerator(seed: 1)
        for position in 0..<jobs { _ = try await journal.save(job(position, &random)) }
        try journal.database.end(run: journal.run, at: Date(), reason: "finished")
        try journal.database.close()

        let plimsoll = ((executable as NSString).deletingLastPathComponent as NSString).appendingPathComponent(
            "plimsoll")
        let words = [plimsoll, "report", "--db", path, "--out", directory + "/reports-\(jobs)"]
        var costs: [MeasuredCommand.Cost] = []
        for _ in 0..<rounds { costs.append(try await MeasuredCommand.cost(of: words, by: executable)) }
        note(
            String(
                format: "report over %d jobs with %d steps, n = %d: %.2f to %.2f s; peak %.1f MB", jobs, 8 * jobs,
                costs.count, costs.map(\.wall).min() ?? .nan, costs.map(\.wall).max() ?? .nan,
                costs.map(\.peak).max() ?? .nan))
        try FileManager.default.removeItem(atPath: path)
        return costs
    }

    private func job(_ position: Int, _ random: inout SeededGenerator) -> JobRecord {
        let fixture = ["scap", "malu", "noop"][position % 3]
        let builder = position / 3 % 2 == 0 ? Builder.legacy : .buildkit
        let classes: [ChangeClass] = [.source, .source, .source, .dependency, .dockerfile]
        // As in a trace in which rare kinds of change are over-sampled.
        let weights = [1, 1, 1, 0.25, 0.1]
        var record = JobRecord(
            scenario: "overhead", configuration: Configuration(builder: builder), fixture: fixture,
            revision: "r\(position)",
            changeClass: classes[position % 5], weight: weights[position % 5], position: position,
            warmup: position < 12, startedAt: Date(timeIntervalSince1970: 1_700_000_000 + Double(position)))
        record.phases = [
            .context: 0.01, .build: Double.random(in: 0.3...0.6, using: &random), .run: 2.3, .artifacts: 0.04,
            .cleanup: 0.05,
        ]
        record.command = 2
        record.wall = 3 + Double.random(in: 0...1, using: &random)
        record.steps = (0..<8).map { ordinal in
            StepRecord(
                ordinal: ordinal, instruction: "RUN step \(ordinal)", cacheable: ordinal > 0, cached: ordinal < 6,
                duration: 0.01, missReason: ordinal < 6 ? nil : .contentChanged, bytes: 1000 * ordinal)
        }
        return record
    }
}
