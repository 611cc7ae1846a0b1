import Foundation
import StubEngine

/// The benchmarks: each compares side by side in one run. `plimsoll-bench COUNT`, with the engine in PLIMSOLL_TEST_ENGINE.
@main
enum Bench {
    static func main() async throws {
        switch CommandLine.arguments.dropFirst().first {
        case "stub": return try await serve(StubEngine.jobRoutes())
        case "stub-full": return try await serve(FullEngine(images: 2000, records: 10_000).routes)
        case "simulate": return try SimulationBenchmark.simulate(days: Int(CommandLine.arguments.last ?? "") ?? 1)
        case "search": return try await SimulationBenchmark.search()
        case "compare": return try ComparisonBenchmark.compare(CommandLine.arguments.last ?? "")
        case "measure": return try await MeasuredCommand.run(Array(CommandLine.arguments.dropFirst(2)))
        default: break
        }
        guard let engine = ProcessInfo.processInfo.environment["PLIMSOLL_TEST_ENGINE"] else {
            note("no PLIMSOLL_TEST_ENGINE: start this by `make bench`")
            exit(64)
        }
        let count = CommandLine.arguments.dropFirst().first.flatMap(Int.init) ?? 20
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("plimsoll-bench-\(UUID())").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }

        do {
            // Memory first: its peak must not be another benchmark's.
            var figures = try await ContextBenchmark(directory: directory, count: count).figures()
            figures += try await EnduranceBenchmark(directory: directory, executable: executable).figures()
            // An engine takes its time to start a container, more or less: its medians need more rounds.
            let jobs = try await JobBenchmark(engine: engine, directory: directory, count: 3 * count).figures()
            figures += jobs.figures
            figures += try await LedgerBenchmark(
                engine: engine, directory: directory, count: count, jobSeconds: jobs.jobSeconds
            ).figures()
            figures += try await ExecutorsBenchmark(engine: engine, directory: directory).figures()
            figures += try await AuditBenchmark(engine: engine, directory: directory, count: count).figures()
            figures += try await AuditSeriesBenchmark(directory: directory).figures()
            figures += try await ReportBenchmark(directory: directory, executable: executable).figures()
            figures += try await BootstrapBenchmark().figures()
            figures += try await ComparisonBenchmark(directory: directory, executable: executable).figures()
            figures += try await ShowBenchmark(directory: directory, executable: executable).figures()
            figures += try await CollectionBenchmark(directory: directory, executable: executable).figures()
            figures += try await SimulationBenchmark(executable: executable).figures()
            for figure in figures { print(figure.line) }
            if !figures.allSatisfy(\.passes) { exit(1) }
        } catch {
            note("the benchmarks broke off: \(error)")
            exit(1)
        }
    }

    private static var executable: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    }

    /// Serves a stub engine until it is ended, and says where.
    private static func serve(_ routes: StubRoutes) async throws {
        try await StubEngine.withServer(routes) { stub in
            print(stub.endpointPath)
            fflush(nil)
            try await Task.sleep(for: .seconds(3600))
        }
    }
}
