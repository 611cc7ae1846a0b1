import Records

/// Finds the reason of each miss of one build by comparing what its steps were made from with the builds before it. Pure.
struct MissExplanation {
    /// What this build's steps were made from.
    let inputs: BuildInputs
    /// The same of the stream's build before; nil: there was none.
    let previous: BuildInputs?
    /// The keys of all steps that builds on this engine and builder made before.
    let known: Set<String>
    /// Whether the build was told not to use the cache.
    let cold: Bool

    /// The steps with a reason at each miss, where one can be told.
    func explain(_ steps: [StepRecord]) -> [StepRecord] {
        let missed = Set(steps.filter(\.isMiss).map(\.ordinal))
        return steps.map { step in
            guard step.isMiss else { return step }
            var step = step
            step.missReason = reason(of: step.ordinal, missed)
            return step
        }
    }

    private func reason(of ordinal: Int, _ missed: Set<Int>) -> MissReason? {
        if cold { return .cold }
        guard let (stage, index) = inputs.step(ordinal) else { return nil }
        if hasMiss(before: index, in: stage, missed) { return .parentMissed }
        let step = inputs.stages[stage].steps[index]
        if let source = step.source, hasMiss(before: .max, in: source, missed) { return .parentMissed }
        if known.contains(step.key) { return .evicted }
        return difference(upTo: index, in: stage) ?? .cold
    }

    /// Whether a step that a stage's step stands on missed.
    private func hasMiss(before index: Int, in stage: Int, _ missed: Set<Int>) -> Bool {
        let found = inputs.stages[stage]
        if found.steps.prefix(index).contains(where: { missed.contains($0.ordinal) }) { return true }
        if case .stage(let base) = found.base { return hasMiss(before: .max, in: base, missed) }
        return false
    }

    /// The first input, in the order in which the builder meets them, that differs from the build before.
    private func difference(upTo index: Int, in stage: Int) -> MissReason? {
        guard let previous, previous.stages.indices.contains(stage) else { return nil }
        let new = inputs.stages[stage]
        let old = previous.stages[stage]
        switch (new.base, old.base) {
        case (.stage(let base), .stage(let before)) where base == before:
            if let reason = difference(upTo: .max, in: base) { return reason }
        case (.image(let new), .image(let old)) where new == old: break
        default: return .baseChanged
        }
        for (place, step) in new.steps.enumerated().prefix(index == .max ? new.steps.count : index + 1) {
            guard old.steps.indices.contains(place) else { return .instructionChanged }
            let before = old.steps[place]
            if step.instruction != before.instruction { return .instructionChanged }
            if step.arguments != before.arguments { return .argumentChanged }
            if step.content != before.content { return .contentChanged }
            if let source = step.source, let reason = difference(upTo: .max, in: source) { return reason }
        }
        return nil
    }
}

extension StepRecord {
    /// Whether it could have come from the cache and did not.
    fileprivate var isMiss: Bool { cacheable && !cached && error == nil }
}
