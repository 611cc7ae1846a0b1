import Model

/// What the host was like at each level.
struct LevelHostSection {
    let findings: ExecutorsFindings

    var paragraphs: [String] {
        var table = MarkdownTable(
            ("builder", .left), ("executors", .right), ("processors busy", .right), ("disk busy", .right),
            ("disk", .right), ("memory free", .right), ("waited for a processor", .right), ("for a disk", .right),
            ("for memory", .right), ("engine", .right), ("engine's memory", .right), ("Plimsoll", .right))
        for sweep in findings.sweeps {
            for level in sweep.levels where !level.host.isEmpty {
                let host = level.host
                func processors(_ point: LevelPoint) -> String {
                    host[point].map { Words.number($0) } ?? Words.absent
                }
                table.add(
                    Words.configuration(sweep.configuration), "\(level.executors)",
                    host[.processors].map { "\(processors(.busyProcessors)) of \(Words.plain($0))" } ?? Words.absent,
                    Words.percent(host[.diskBusy]), host[.diskBytes].map { "\(Words.bytes($0))/s" } ?? Words.absent,
                    Words.bytes(host[.availableMemory]), Words.percent(host[.processorPressure]),
                    Words.percent(host[.diskPressure]), Words.percent(host[.memoryPressure]),
                    processors(.engineProcessors), Words.bytes(host[.engineMemory]), processors(.ownProcessors))
            }
        }
        guard !table.isEmpty else { return [] }
        return [
            "## What the host was like", table.text,
            """
            Means while all executors were busy, of one look a second (\(look)). “Waited” is the share of the time in which something that \
            could have run waited (Linux pressure stall information, `some`). Engine and Plimsoll: processors used by their processes. \
            At its limit counts: \(Words.percent(Saturation.busyBound)) of all processors or of the disk's time, or under \
            \(Words.percent(Saturation.memoryBound)) of memory free.
            """,
        ]
    }

    private var look: String {
        let looks = findings.sweeps.flatMap(\.levels).compactMap { $0.host[.lookSeconds] }
        guard !looks.isEmpty else { return "of unknown cost" }
        return "which took \(Words.milliseconds(looks.reduce(0, +) / Double(looks.count)))"
    }
}
