import Foundation
import StubEngine

/// The benchmarks: each compares side by side in one run. `plimsoll-bench [COUNT [NAME…]]`, with the engine in
/// PLIMSOLL_TEST_ENGINE; names choose some of them.
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
        let words = CommandLine.arguments.dropFirst()
        let count = words.first.flatMap(Int.init) ?? 20
        let chosen = Set(words.dropFirst())
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("plimsoll-bench-\(UUID())").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }

        let all = benchmarks(engine: engine, directory: directory, count: count)
        if let unknown = chosen.subtracting(all.map(\.name)).sorted().first {
            note("no benchmark \(unknown); there are \(all.map(\.name).joined(separator: ", "))")
            exit(64)
        }
        do {
            var figures: [Figure] = []
            for benchmark in all where chosen.isEmpty || chosen.contains(benchmark.name) {
                figures += try await benchmark.figures()
            }
            let suffix = ProcessInfo.processInfo.environment["PLIMSOLL_BENCH_SUFFIX"] ?? ""
            for figure in figures { print(figure.line(suffix: suffix)) }
            if !figures.allSatisfy(\.passes) { exit(1) }
        } catch {
            note("the benchmarks broke off: \(error)")
            exit(1)
        }
    }

    /// Memory first: its peak must not be another benchmark's.
    private static func benchmarks(
        engine: String, directory: String, count: Int
    ) -> [(name: String, figures: () async throws -> [Figure])] {
        [
            ("context", ContextBenchmark(directory: directory, count: count).figures),
            ("endurance", EnduranceBenchmark(directory: directory, executable: executable).figures),
            // An engine takes its time to start a container, more or less: its medians need more rounds.
            ("job", JobBenchmark(engine: engine, directory: directory, count: 3 * count).figures),
            ("ledger", LedgerBenchmark(engine: engine, directory: directory, count: count).figures),
            ("executors", ExecutorsBenchmark(engine: engine, directory: directory).figures),
            ("audit", AuditBenchmark(engine: engine, directory: directory, count: count).figures),
            ("audits", AuditSeriesBenchmark(directory: directory).figures),
            ("report", ReportBenchmark(directory: directory, executable: executable).figures),
            ("bootstrap", BootstrapBenchmark().figures),
            ("compare", ComparisonBenchmark(directory: directory, executable: executable).figures),
            ("show", ShowBenchmark(directory: directory, executable: executable).figures),
            ("collection", CollectionBenchmark(directory: directory, executable: executable).figures),
            ("simulation", SimulationBenchmark(executable: executable).figures),
        ]
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
