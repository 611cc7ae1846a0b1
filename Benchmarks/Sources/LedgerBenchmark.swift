import Engine
import Fixtures
import Foundation
import Housekeeping
import Provision
import Subprocess
import SystemPackage

/// One sample of the ledger beside the two ways in which people look at an engine's disk, in turn on one engine.
struct LedgerBenchmark {
    /// Half of them by each builder, so that there is something to add up.
    private static let images = FilledEngine.Images(name: "ledger", count: 40, sharing: 4, alternating: true)

    let engine: String
    let directory: String
    let count: Int

    func figures() async throws -> [Figure] {
        try await FilledEngine.with(engine, Self.images, in: directory) {
            try await measure($0.client, dataRoot: $0.embedded.dataRoot)
        }
    }

    private func measure(_ client: EngineClient, dataRoot: String) async throws -> [Figure] {
        let source = DiskSource.filesystem(
            root: (dataRoot as NSString).deletingLastPathComponent, dataRoot: dataRoot
        ) {
            FilesystemUsage(path: dataRoot).map {
                DiskReading(bytes: $0.used, inodes: $0.inodes, size: $0.size)
            }
        }
        let job = try await noopJob()
        let ledger = try await Ledger.open(on: client, source: source)
        var times: (sample: [Double], waited: [Double], df: [Double], du: [Double]) = ([], [], [], [])
        for number in 0...count {
            // The order turns, so that none always follows the same neighbour; the first round warms all of them.
            for turn in 0..<3 {
                switch (turn + number) % 3 {
                case 0:
                    var waited = 0.0
                    let spent = try await seconds { waited = try await ledger.sample().waited }
                    if number > 0 {
                        times.sample.append(spent)
                        times.waited.append(waited)
                    }
                case 1:
                    let spent = try await seconds { try await docker(["system", "df"]) }
                    if number > 0 { times.df.append(spent) }
                default:
                    let spent = try await seconds { try await command("/usr/bin/du", ["-sx", "-B1", dataRoot]) }
                    if number > 0 { times.du.append(spent) }
                }
            }
        }
        note(
            String(
                format: "disk of an engine with %d images, n = %d, medians: ledger %.4f s (of that %.4f s waiting), "
                    + "docker system df %.4f s, du %.4f s", Self.images.count, count, median(times.sample),
                median(times.waited), median(times.df), median(times.du)))
        return [
            Figure(name: "ledger_sample", value: median(times.sample) * 1000, bound: 10, unit: " ms"),
            Figure(
                name: "ledger_sample_over_noop_job", value: median(times.sample) / job * 100, bound: 1, unit: " %"),
            Figure(
                name: "ledger_sample_over_system_df", value: median(times.sample) / median(times.df), bound: 0.5,
                unit: ""),
            Figure(name: "ledger_sample_over_du", value: median(times.sample) / median(times.du), bound: 0.5, unit: ""),
        ]
    }

    /// The median time of a cached no-op job's requests, the shortest job that there is, in seconds.
    private func noopJob() async throws -> Double {
        let context = try BuildContext.scan(root: FilePath("fixtures/noop"), dockerfile: "Dockerfile.ci")
        var tar: [UInt8] = []
        for try await chunk in context.archive { tar += chunk }
        let job = BareJob(
            client: BareClient(socketPath: String(engine.dropFirst("unix://".count))), context: tar, isBuildKit: true)
        try job.run(0)
        var times: [Double] = []
        for number in 1...5 { times.append(try await seconds { try job.run(number) }) }
        return median(times)
    }

    private func docker(_ words: [String]) async throws {
        try await command("/usr/bin/docker", ["--host", engine] + words)
    }

    private func command(_ program: String, _ words: [String]) async throws {
        let result = try await Subprocess.run(
            .path(FilePath(program)), arguments: Arguments(words), output: .discarded, error: .string(limit: 65_536))
        guard result.terminationStatus.isSuccess else {
            throw BareClient.Failed(description: "\(program): \(result.standardError)")
        }
    }
}
