import Records

/// What each step of a build was made from, stage by stage: what decides whether a result made earlier could serve again.
struct BuildInputs: Sendable {
    /// What a stage stands on.
    enum Base: Sendable, Equatable {
        /// An image, by its id.
        case image(String)
        /// An earlier stage, by its place.
        case stage(Int)
    }

    /// One instruction and all that goes into its result beside the steps before it.
    struct Step: Sendable {
        /// Its place in the build's list of steps.
        var ordinal: Int
        var instruction: String
        /// The build arguments in scope that were given a value.
        var arguments: [String: String]
        /// The digest of what it copies from the context; nil: nothing, or not known.
        var content: String?
        /// The stage that it copies from, by its place.
        var source: Int?
        /// One digest of this and of everything that it stands on.
        var key: String
    }

    /// The steps from a `FROM` to the next.
    struct Stage: Sendable {
        var name: String?
        var base: Base
        var steps: [Step] = []
    }

    private(set) var stages: [Stage] = []

    /// What is asked of the build's surroundings while its steps are read.
    struct Sources: Sendable {
        /// The build arguments that the request gave.
        var arguments: [String: String] = [:]
        /// The id of an image by its name.
        var image: @Sendable (String) async -> String
        /// The digest of what these sources select from the context; nil where it cannot be told.
        var content: @Sendable ([String]) async -> String?
    }

    /// Reads the steps that a builder listed, in its order.
    init(steps: [StepRecord], sources: Sources) async {
        var preamble: [String: String] = [:]
        var scope: Set<String> = []
        for step in steps {
            let words = step.instruction.split(whereSeparator: \.isWhitespace).map(String.init)
            switch words.first?.uppercased() {
            case "FROM":
                scope = []
                await begin(words, preamble.merging(sources.arguments) { _, given in given }, sources)
            case "ARG" where stages.isEmpty:
                let (name, value) = Self.argument(words)
                preamble[name] = value
            default:
                if words.first?.uppercased() == "ARG" { scope.insert(Self.argument(words).name) }
                await add(step, arguments: sources.arguments.filter { scope.contains($0.key) }, sources)
            }
        }
    }

    /// The steps of all stages, by their ordinals.
    func step(_ ordinal: Int) -> (stage: Int, index: Int)? {
        for (stage, found) in stages.enumerated() {
            if let index = found.steps.firstIndex(where: { $0.ordinal == ordinal }) { return (stage, index) }
        }
        return nil
    }

    private mutating func begin(_ words: [String], _ arguments: [String: String], _ sources: Sources) async {
        let named = words.count >= 4 && words[words.count - 2].uppercased() == "AS"
        let reference = words.dropFirst().first { !$0.hasPrefix("--") } ?? ""
        let resolved = Self.filled(reference, arguments)
        let base: Base =
            if let stage = self.stage(named: resolved) { .stage(stage) } else {
                .image(resolved == "scratch" ? resolved : await sources.image(resolved))
            }
        stages.append(Stage(name: named ? words[words.count - 1].lowercased() : nil, base: base))
    }

    private mutating func add(_ step: StepRecord, arguments: [String: String], _ sources: Sources) async {
        guard let last = stages.indices.last else { return }
        var content: String?
        var source: Int?
        if let copy = CopySources(step.instruction) {
            if let from = copy.from {
                source = stage(named: from)
                if source == nil { content = await sources.image(from) }
            } else if let paths = copy.paths {
                content = await sources.content(paths)
            }
        }
        var parts = [stages[last].steps.last?.key ?? key(of: stages[last].base), step.instruction, content ?? ""]
        parts += arguments.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        if let source { parts.append(key(ofStage: source)) }
        stages[last].steps.append(
            Step(
                ordinal: step.ordinal, instruction: step.instruction, arguments: arguments, content: content,
                source: source, key: Digest.sha256(parts.joined(separator: "\u{0}"))))
    }

    private func stage(named name: String) -> Int? {
        if let number = Int(name) { return stages.indices.contains(number) ? number : nil }
        return stages.lastIndex { $0.name == name.lowercased() }
    }

    private func key(of base: Base) -> String {
        switch base {
        case .image(let id): id
        case .stage(let stage): key(ofStage: stage)
        }
    }

    private func key(ofStage stage: Int) -> String {
        stages[stage].steps.last?.key ?? key(of: stages[stage].base)
    }

    /// The name and default of `ARG NAME[=VALUE]`.
    private static func argument(_ words: [String]) -> (name: String, value: String) {
        let parts = (words.count > 1 ? words[1] : "").split(separator: "=", maxSplits: 1).map(String.init)
        return (parts.first ?? "", parts.count > 1 ? parts[1] : "")
    }

    /// A `FROM`'s reference with its arguments filled in.
    private static func filled(_ reference: String, _ arguments: [String: String]) -> String {
        arguments.reduce(reference) { text, argument in
            text.replacing("${\(argument.key)}", with: argument.value)
                .replacing("$\(argument.key)", with: argument.value)
        }
    }
}
