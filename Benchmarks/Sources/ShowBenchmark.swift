import Foundation

/// `plimsoll show` on a database of 100,000 jobs of one run, and `plimsoll --help`, as a user starts them.
struct ShowBenchmark {
    private static let jobs = 100_000
    let directory: String
    let executable: String

    func figures() async throws -> [Figure] {
        let path = directory + "/show.sqlite"
        try ComparisonBenchmark.fill(path, jobs: Self.jobs, builds: [1])
        let plimsoll = ((executable as NSString).deletingLastPathComponent as NSString).appendingPathComponent(
            "plimsoll")
        let figures = [
            try await figure("show_ms", bound: 100, [plimsoll, "show", String(Self.jobs / 2), "--db", path]),
            try await figure("help_ms", bound: 30, [plimsoll, "--help"]),
        ]
        try FileManager.default.removeItem(atPath: path)
        return figures
    }

    private func figure(_ name: String, bound: Double, _ words: [String]) async throws -> Figure {
        var walls: [Double] = []
        for _ in 0..<11 { walls.append(try await MeasuredCommand.cost(of: words, by: executable).wall * 1000) }
        let (least, most) = (walls.min() ?? .nan, walls.max() ?? .nan)
        note("\(name), n = \(walls.count): " + String(format: "%.1f to %.1f ms", least, most))
        return Figure(name: name, value: median(walls), bound: bound, unit: " ms")
    }
}
