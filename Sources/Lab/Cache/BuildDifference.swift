import Model

/// The first input, in the order in which the builder meets them, that differs between two builds. Pure.
struct BuildDifference {
    /// What was found.
    enum Outcome: Equatable {
        /// All is known, and nothing differs.
        case none
        /// Nothing that is known differs, but not all is known.
        case unknown
        case found(MissReason)
    }

    let from: BuildInputs
    let to: BuildInputs

    /// Compares a stage up to one of its steps, with all that these steps depend on.
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

    /// The stage of the build before that has the same name, or else the same place.
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
