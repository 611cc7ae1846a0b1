import Model

/// How engines and their figures read.
enum EngineChoiceWords {
    /// `2 indistinguishable`: how many the jobs do not tell from the lowest; nil where there is none.
    static func alike(_ evidence: EngineChoiceEvidence) -> String? {
        let count = evidence.choices.count { $0.standing == .notDistinguishable }
        return count > 0 ? "\(count) indistinguishable" : nil
    }

    /// `1.30 to 7.70 ×`: the overheads of those that are not alike, over the lowest; nil where there is none.
    static func others(_ evidence: EngineChoiceEvidence) -> String? {
        guard let lowest = evidence.lowest?.overhead?.value, lowest > 0 else { return nil }
        let others = evidence.choices.filter { $0.standing != .lowest && $0.standing != .notDistinguishable }
        let times = others.compactMap(\.overhead).map { $0.value / lowest }
        guard let least = times.min(), let most = times.max() else { return nil }
        let (low, high) = (Words.number(least), Words.number(most))
        return low == high ? "\(high) ×" : "\(low) to \(high) ×"
    }

    static func standing(_ choice: EngineBuilder) -> String {
        switch choice.standing {
        case .lowest: "the lowest"
        case .higher: "higher"
        case .notDistinguishable: "not distinguishable"
        case .tooFew: "too few pairs"
        case nil: Words.absent
        }
    }

    /// Where an engine keeps its images: `containerd, overlayfs`.
    static func store(_ engine: EngineFacts) -> String {
        var name = "the engine's own"
        if case .suite(let suite) = engine.source, suite.store == .containerd { name = "containerd" }
        return ([name] + (engine.driver.map { [Markdown.escaped($0)] } ?? [])).joined(separator: ", ")
    }

    /// By what the time of the commands was measured: `start event`.
    static func clocks(_ engine: EngineFacts) -> String {
        let names: [CommandClock: String] = [.startEvent: "start event", .engineState: "container's state"]
        let used = CommandClock.allCases.filter { engine.clocks[$0] != nil }
        guard used.count > 1 else { return used.first.flatMap { names[$0] } ?? Words.absent }
        return used.map { "\(names[$0] ?? "") (\(engine.clocks[$0] ?? 0))" }.joined(separator: ", ")
    }

    /// How many things were left, and of how many jobs.
    static func left(_ choice: EngineBuilder) -> String {
        guard choice.audited > 0 else { return "not looked for" }
        let count = choice.leaks.values.reduce(0, +)
        return "\(count) by \(Words.count(choice.audited, "job", "jobs"))"
    }

    static func failed(_ choice: EngineBuilder) -> String { "\(choice.failures) of \(choice.jobs)" }

    static func unseen(_ choice: EngineBuilder) -> String {
        if choice.audited == 0 { return Words.absent }
        return choice.unseen.isEmpty ? "none" : choice.unseen.map(CleanupWords.kind).joined(separator: ", ")
    }
}
