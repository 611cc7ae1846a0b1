import Model

/// Finds the reason of each miss of one build by comparing its steps' inputs with those of earlier builds. Pure.
struct MissExplanation {
    let inputs: BuildInputs
    /// The line of the Dockerfile on which each step begins, by its ordinal, where it is known.
    let lines: [Int: Int]
    let previous: BuildInputs?
    let known: Set<String>
    /// Those whose results the engine no longer has, as far as it was asked.
    let gone: Set<String>
    let cold: Bool
    /// The reason of a miss where no earlier build of the run can be compared.
    var first = MissReason.cold

    func explain(_ steps: [StepRecord]) -> [StepRecord] {
        let missed = missedKeys(steps)
        var steps = steps
        for index in steps.indices where steps[index].isMiss {
            steps[index].missReason = reason(of: steps[index].ordinal, missed)
        }
        return steps
    }

    /// The keys that were made before and missed now, though no step that they depend on missed. The engine can be
    /// asked whether it still has their results.
    func doubtful(_ steps: [StepRecord]) -> [Int: String] {
        if cold { return [:] }
        let missed = missedKeys(steps)
        var found: [Int: String] = [:]
        for step in steps where step.isMiss {
            guard let place = place(of: step.ordinal), !standsOnMiss(place, missed) else { continue }
            let made = inputs[place]
            if made.isTold, known.contains(made.key) { found[step.ordinal] = made.key }
        }
        return found
    }

    private func place(of ordinal: Int) -> (stage: Int, index: Int)? { lines[ordinal].flatMap(inputs.step(line:)) }

    /// By key, since a step that two stages share is listed once.
    private func missedKeys(_ steps: [StepRecord]) -> Set<String> {
        Set(steps.filter(\.isMiss).compactMap { place(of: $0.ordinal).map { inputs[$0].key } })
    }

    private func reason(of ordinal: Int, _ missed: Set<String>) -> MissReason {
        if cold { return .cold }
        guard let place = place(of: ordinal) else { return .unknown }
        if standsOnMiss(place, missed) { return .parentMissed }
        let step = inputs[place]
        if step.isTold, known.contains(step.key) { return gone.contains(step.key) ? .evicted : .unknown }
        guard let previous else { return first }
        return BuildDifference(from: previous, to: inputs).find(upTo: place.index, in: place.stage)
            ?? (step.isTold ? .cold : .unknown)
    }

    private func standsOnMiss(_ place: (stage: Int, index: Int), _ missed: Set<String>) -> Bool {
        if hasMiss(before: place.index, in: place.stage, missed) { return true }
        return inputs[place].sources.contains { source in
            if case .stage(let place) = source { hasMiss(before: .max, in: place, missed) } else { false }
        }
    }

    private func hasMiss(before index: Int, in stage: Int, _ missed: Set<String>) -> Bool {
        let found = inputs.stages[stage]
        if found.steps.prefix(index).contains(where: { missed.contains($0.key) }) { return true }
        if case .stage(let base) = found.base { return hasMiss(before: .max, in: base, missed) }
        return false
    }
}

extension StepRecord {
    fileprivate var isMiss: Bool { cacheable && !cached && error == nil }
}

/// The first input, in the builder's order, that differs between two builds. Pure.
struct BuildDifference {
    let from: BuildInputs
    let to: BuildInputs

    /// Compares a stage up to one of its steps, with everything that these steps depend on. Nil: nothing differs;
    /// `unknown`: nothing known differs, but not all is known.
    func find(upTo index: Int, in stage: Int) -> MissReason? {
        let new = to.stages[stage]
        guard let place = counterpart(of: stage) else { return .instructionChanged }
        let old = from.stages[place]
        let base = compare(new.base, old.base, .baseChanged)
        if let base, base != .unknown { return base }
        let steps = new.steps.prefix(index == .max ? .max : index + 1).enumerated()
        return Self.first(
            steps.lazy.map { old.steps.indices.contains($0) ? compare($1, old.steps[$0]) : .instructionChanged })
            ?? base
    }

    /// The first that is known, or else `unknown` where there is one.
    private static func first(_ reasons: some Sequence<MissReason?>) -> MissReason? {
        var found: MissReason?
        for case let reason? in reasons {
            if reason != .unknown { return reason }
            found = reason
        }
        return found
    }

    /// The previous build's stage of the same name, or else at the same index.
    private func counterpart(of stage: Int) -> Int? {
        let named = to.stages[stage].name.flatMap { name in from.stages.lastIndex { $0.name == name } }
        return named ?? (from.stages.indices.contains(stage) ? stage : nil)
    }

    private func compare(_ new: BuildInputs.Step, _ old: BuildInputs.Step) -> MissReason? {
        if new.instruction != old.instruction { return .instructionChanged }
        if new.arguments != old.arguments { return .argumentChanged }
        guard new.sources.count == old.sources.count else { return .contentChanged }
        return Self.first(zip(new.sources, old.sources).lazy.map { compare($0, $1, .contentChanged) })
    }

    private func compare(_ new: BuildInputs.Source, _ old: BuildInputs.Source, _ reason: MissReason) -> MissReason? {
        switch (new, old) {
        case (.content(let digest), .content(let before)), (.image(let digest), .image(let before)):
            if let digest, let before { digest == before ? nil : reason } else { .unknown }
        case (.stage(let place), .stage(let before)) where counterpart(of: place) == before:
            find(upTo: .max, in: place)
        default: reason
        }
    }
}
