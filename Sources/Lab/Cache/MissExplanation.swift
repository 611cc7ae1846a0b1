import Model

/// Finds the reason of each miss of one build by comparing its steps' inputs with those of earlier builds. Pure.
struct MissExplanation {
    let inputs: BuildInputs
    /// The line of the Dockerfile on which each step begins, by its ordinal, where it is known.
    let lines: [Int: Int]
    /// The inputs of the stream's previous build; nil: there was none.
    let previous: BuildInputs?
    /// The keys of all steps that earlier builds made on this engine and builder.
    let known: Set<String>
    /// Those whose results the engine no longer has, as far as it was asked.
    let gone: Set<String>
    /// Whether the build was told not to use the cache.
    let cold: Bool

    /// The steps with a reason at each miss.
    func explain(_ steps: [StepRecord]) -> [StepRecord] {
        let missed = missedKeys(steps)
        return steps.map { step in
            guard step.isMiss else { return step }
            var step = step
            step.missReason = reason(of: step.ordinal, missed)
            return step
        }
    }

    /// The keys that were made before and missed now, though no step that they depend on missed. The engine can be
    /// asked whether it still has their results.
    func doubtful(_ steps: [StepRecord]) -> [Int: String] {
        if cold { return [:] }
        let missed = missedKeys(steps)
        var found: [Int: String] = [:]
        for step in steps where step.isMiss {
            guard let (stage, index) = place(of: step.ordinal), !standsOnMiss(index, in: stage, missed) else {
                continue
            }
            let made = inputs.stages[stage].steps[index]
            if made.isTold, known.contains(made.key) { found[step.ordinal] = made.key }
        }
        return found
    }

    private func place(of ordinal: Int) -> (stage: Int, index: Int)? {
        lines[ordinal].flatMap(inputs.step(line:))
    }

    /// By key, since a step that two stages share is listed once.
    private func missedKeys(_ steps: [StepRecord]) -> Set<String> {
        Set(
            steps.filter(\.isMiss).compactMap { step in
                place(of: step.ordinal).map { inputs.stages[$0.stage].steps[$0.index].key }
            })
    }

    private func reason(of ordinal: Int, _ missed: Set<String>) -> MissReason {
        if cold { return .cold }
        guard let (stage, index) = place(of: ordinal) else { return .unknown }
        if standsOnMiss(index, in: stage, missed) { return .parentMissed }
        let step = inputs.stages[stage].steps[index]
        if step.isTold, known.contains(step.key) { return gone.contains(step.key) ? .evicted : .unknown }
        guard let previous else { return .cold }
        switch BuildDifference(from: previous, to: inputs).find(upTo: index, in: stage) {
        case .found(let reason): return reason
        case .unknown: return .unknown
        case .none: return step.isTold ? .cold : .unknown
        }
    }

    /// Whether a step that this one depends on missed.
    private func standsOnMiss(_ index: Int, in stage: Int, _ missed: Set<String>) -> Bool {
        if hasMiss(before: index, in: stage, missed) { return true }
        return inputs.stages[stage].steps[index].sources.contains { source in
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
    /// Whether it could have come from the cache and did not.
    fileprivate var isMiss: Bool { cacheable && !cached && error == nil }
}

/// The first input, in the builder's order, that differs between two builds. Pure.
struct BuildDifference {
    enum Outcome: Equatable {
        case none
        /// Nothing known differs, but not all is known.
        case unknown
        case found(MissReason)
    }

    let from: BuildInputs
    let to: BuildInputs

    /// Compares a stage up to one of its steps, with everything that these steps depend on.
    func find(upTo index: Int, in stage: Int) -> Outcome {
        let new = to.stages[stage]
        guard let place = counterpart(of: stage) else { return .found(.instructionChanged) }
        let old = from.stages[place]
        var outcome = compare(new.base, old.base)
        if case .found = outcome { return outcome }
        for (place, step) in new.steps.enumerated().prefix(index == .max ? new.steps.count : index + 1) {
            guard old.steps.indices.contains(place) else { return .found(.instructionChanged) }
            switch compare(step, old.steps[place]) {
            case .found(let reason): return .found(reason)
            case .unknown: outcome = .unknown
            case .none: break
            }
        }
        return outcome
    }

    /// The previous build's stage of the same name, or else at the same index.
    private func counterpart(of stage: Int) -> Int? {
        if let name = to.stages[stage].name, let place = from.stages.lastIndex(where: { $0.name == name }) {
            return place
        }
        return from.stages.indices.contains(stage) ? stage : nil
    }

    private func compare(_ new: BuildInputs.Base, _ old: BuildInputs.Base) -> Outcome {
        switch (new, old) {
        case (.stage(let base), .stage(let before)) where counterpart(of: base) == before:
            find(upTo: .max, in: base)
        case (.image(let id), .image(let before)): compare(id, before, .baseChanged)
        default: .found(.baseChanged)
        }
    }

    private func compare(_ new: BuildInputs.Step, _ old: BuildInputs.Step) -> Outcome {
        if new.instruction != old.instruction { return .found(.instructionChanged) }
        if new.arguments != old.arguments { return .found(.argumentChanged) }
        guard new.sources.count == old.sources.count else { return .found(.contentChanged) }
        var outcome = Outcome.none
        for (source, before) in zip(new.sources, old.sources) {
            let found = compare(source, before)
            if case .found = found { return found }
            if found == .unknown { outcome = .unknown }
        }
        return outcome
    }

    private func compare(_ new: BuildInputs.Source, _ old: BuildInputs.Source) -> Outcome {
        switch (new, old) {
        case (.content(let digest), .content(let before)), (.image(let digest), .image(let before)):
            compare(digest, before, .contentChanged)
        case (.stage(let place), .stage(let before)) where counterpart(of: place) == before:
            find(upTo: .max, in: place)
        default: .found(.contentChanged)
        }
    }

    private func compare(_ new: String?, _ old: String?, _ reason: MissReason) -> Outcome {
        guard let new, let old else { return .unknown }
        return new == old ? .none : .found(reason)
    }
}
