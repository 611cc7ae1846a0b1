import Model

/// Times that depend on the command's clock are compared only between jobs with the same clock.
enum ClockDifference {
    /// What is left out for it, in a sentence; nil where both sides have the same clocks, or one has none.
    static func note(base: Set<CommandClock>, candidate: Set<CommandClock>) -> String? {
        guard !base.isEmpty, !candidate.isEmpty, base != candidate else { return nil }
        return
            "the command's time was measured in different ways (base: \(words(base)); candidate: \(words(candidate))): "
            + "command_s and overhead_s of such jobs are not compared"
    }

    private static func words(_ clocks: Set<CommandClock>) -> String {
        CommandClock.allCases.filter(clocks.contains).map(ComparisonWords.clock).joined(separator: ", and ")
    }
}

extension JobPair {
    /// Whether both commands were timed by the same clock.
    var hasOneClock: Bool { base.job.commandClock == candidate.job.commandClock }

    /// Whether a metric of both can be compared.
    func areComparable(in metric: Metric) -> Bool { hasOneClock || !metric.isByCommandClock }

    /// What pairs leave out of these metrics; nil where all of it is compared.
    static func clockNote(_ pairs: [JobPair], metrics: [Metric]) -> String? {
        guard metrics.contains(where: \.isByCommandClock) else { return nil }
        let split = pairs.filter { !$0.hasOneClock && $0.base.job.command != nil && $0.candidate.job.command != nil }
        return ClockDifference.note(
            base: Set(split.map(\.base.job.commandClock)), candidate: Set(split.map(\.candidate.job.commandClock)))
    }
}
