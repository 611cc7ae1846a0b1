import Foundation
import Subprocess
import SystemPackage

/// `plimsoll gc --dry-run` as a user starts it, on a stub engine with 2,000 images and 10,000 cache records.
struct CollectionBenchmark {
    private static let rounds = 5
    let directory: String
    let executable: String

    func figures() async throws -> [Figure] {
        try await Subprocess.run(
            .path(FilePath(executable)), arguments: ["stub-full"], input: .none, output: .sequence, error: .discarded
        ) { execution in
            var lines = execution.standardOutput.strings().makeAsyncIterator()
            guard let socket = try await lines.next() else {
                throw BareClient.Failed(description: "the stub did not start")
            }
            let figures = try await collect(socket.trimmingCharacters(in: .whitespacesAndNewlines))
            try execution.send(signal: .terminate)
            return figures
        }.closureResult
    }

    private func collect(_ socket: String) async throws -> [Figure] {
        let plimsoll = ((executable as NSString).deletingLastPathComponent as NSString).appendingPathComponent(
            "plimsoll")
        let words = [
            plimsoll, "gc", "--dry-run", "--engine", "unix://\(socket)", "--any", "--build-cache", "--high", "20GB",
            "--low",
            "10GB", "--state", directory + "/gc-state",
        ]
        var costs: [MeasuredCommand.Cost] = []
        for _ in 0..<Self.rounds { costs.append(try await MeasuredCommand.cost(of: words, by: executable)) }
        let peak = costs.map(\.peak).max() ?? .nan
        note(
            String(
                format:
                    "gc --dry-run, 2,000 images, 10,000 records, n = %d: %.3f to %.3f s, median %.3f s; peak %.1f MB",
                costs.count, costs.map(\.wall).min() ?? .nan, costs.map(\.wall).max() ?? .nan,
                median(costs.map(\.wall)), peak))
        return [
            Figure(name: "gc_dry_run_12000_objects", value: median(costs.map(\.wall)), bound: 1, unit: " s"),
            Figure(name: "gc_dry_run_peak_memory", value: peak, bound: 100, unit: " MB"),
        ]
    }
}
