import Engine
import Model

/// What each step of a build was made from, stage by stage: what decides whether a result made earlier could serve again.
///
/// It is read from the Dockerfile, not from what the builder listed: BuildKit does not list a stage whose steps another one
/// shares. What could not be learned is nil, and equal to nothing.
struct BuildInputs: Sendable {
    /// What a stage stands on.
    enum Base: Sendable, Equatable {
        /// An image, by its id; nil: not known.
        case image(String?)
        /// An earlier stage, by its place.
        case stage(Int)
    }

    /// What a step takes beside the steps before it.
    enum Source: Sendable, Equatable {
        /// Files of the context, by their digest; nil: not known.
        case content(String?)
        /// An image, by its id; nil: not known.
        case image(String?)
        /// An earlier stage, by its place.
        case stage(Int)
    }

    /// One instruction and all that goes into its result beside the steps before it.
    struct Step: Sendable {
        /// The line of the Dockerfile that it begins in.
        var line: Int
        /// Its words, with its here-documents.
        var instruction: String
        /// The build arguments that it can see, by name.
        var arguments: [String: String]
        var sources: [Source]
        /// One digest of this and of everything that it stands on.
        var key: String
        /// Whether all of that is known.
        var isTold: Bool
    }

    /// The steps from a `FROM` to the next.
    struct Stage: Sendable {
        var name: String?
        var base: Base
        var steps: [Step] = []
    }

    var stages: [Stage] = []

    /// The step that begins in a line.
    func step(line: Int) -> (stage: Int, index: Int)? {
        for (stage, found) in stages.enumerated() {
            if let index = found.steps.firstIndex(where: { $0.line == line }) { return (stage, index) }
        }
        return nil
    }

    /// The stage by the name or number that an instruction gives it.
    func stage(named name: String) -> Int? {
        if let number = Int(name) { return stages.indices.contains(number) ? number : nil }
        return stages.lastIndex { $0.name == name.lowercased() }
    }

    /// The digest of everything up to a stage's end, and whether all of it is known.
    func result(ofStage stage: Int) -> (key: String, isTold: Bool) {
        if let last = stages[stage].steps.last { return (last.key, last.isTold) }
        switch stages[stage].base {
        case .image(let id): return (id ?? "unknown", id != nil)
        case .stage(let base): return result(ofStage: base)
        }
    }
}
