/// The least that a job costs.
package struct FloorSection {
    let findings: OverheadFindings

    package var paragraphs: [String] {
        let measured = findings.floor.compactMap { found -> String? in
            guard let overhead = found.overhead else { return nil }
            let interval =
                overhead.interval.map { ", 95 % interval \(Words.interval($0))" } ?? ", n too small for an interval"
            return """
                - \(Words.configuration(found.series.configuration)): \(Words.seconds(overhead.value))\
                \(interval), n = \(overhead.count)
                """
        }
        return [
            "## The floor",
            measured.isEmpty
                ? "No no-op job succeeded on a warm worker in this run, so the floor is not known."
                : "A warm no-op job, whose command does nothing, has a median overhead of:",
            measured.joined(separator: "\n"),
        ].filter { !$0.isEmpty }
    }
}
