/// What was measured of builds alone and of builds side by side.
struct CapacityBasisSection {
    let findings: CapacityFindings

    var paragraphs: [String] {
        var alone = MarkdownTable(
            ("setting", .left), ("fixture", .left), ("changed", .left), ("jobs", .right), ("mean time alone", .right),
            ("share of builds", .right))
        var together = MarkdownTable(
            ("setting", .left), ("executors", .right), ("jobs", .right), ("time over that alone", .right))
        for setting in findings.settings {
            let measured = setting.measurements
            let whole = measured.alone.keys.sorted().reduce(0) { $0 + (measured.weights[$1] ?? 0) }
            for kind in measured.alone.keys.sorted() {
                let times = measured.alone[kind] ?? []
                alone.add(
                    Words.setting(setting.name), kind.fixture, Words.changeClass(kind.changeClass), "\(times.count)",
                    Words.seconds(mean(times)), Words.percent((measured.weights[kind] ?? 0) / whole))
            }
            for (fixture, times) in measured.cold.sorted(by: { $0.key < $1.key }) {
                alone.add(
                    Words.setting(setting.name), fixture, "first build", "\(times.count)", Words.seconds(mean(times)),
                    Words.absent)
            }
            for level in measured.levels {
                together.add(
                    Words.setting(setting.name), "\(level.executors)", "\(level.jobs)", Words.times(level.slowdown))
            }
        }
        guard !alone.isEmpty else { return [] }
        return [
            "## What it rests on (measured)", alone.text, together.text,
            """
            Times are those for which a job occupies an executor, cleanup included. Side by side means in a closed loop, where all \
            executors are busy; numbers of executors in between are taken from the straight line between two that were measured.
            """,
        ]
    }

    private func mean(_ times: [Double]) -> Double? {
        times.isEmpty ? nil : times.reduce(0, +) / Double(times.count)
    }
}
