import Engine
import Model

/// What each step of a build was made from, stage by stage. This decides whether an earlier result could be reused.
///
/// It is read from the Dockerfile, not from the builder's list: BuildKit does not list a stage whose steps another one
/// shares. An unknown input is nil, and equal to nothing.
struct BuildInputs: Sendable {
    enum Base: Sendable, Equatable {
        /// An image, by its id; nil: unknown.
        case image(String?)
        /// An earlier stage, by its index.
        case stage(Int)
    }

    /// A step's inputs besides the steps before it.
    enum Source: Sendable, Equatable {
        /// Files of the context, by their digest; nil: unknown.
        case content(String?)
        /// An image, by its id; nil: unknown.
        case image(String?)
        /// An earlier stage, by its index.
        case stage(Int)
    }

    /// One instruction and all its inputs besides the steps before it.
    struct Step: Sendable {
        /// The line of the Dockerfile on which it begins.
        var line: Int
        /// Its text, with its here-documents.
        var instruction: String
        /// The build arguments that it can see, by name.
        var arguments: [String: String]
        var sources: [Source]
        /// One digest of this step and of everything that it depends on.
        var key: String
        /// Whether all of its inputs are known.
        var isTold: Bool
    }

    /// The steps from one `FROM` to the next.
    struct Stage: Sendable {
        var name: String?
        var base: Base
        var steps: [Step] = []
    }

    var stages: [Stage] = []

    /// The step that begins on a line.
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

extension BuildInputs {
    /// Facts from outside the Dockerfile that are needed while it is read.
    struct Surroundings: Sendable {
        var arguments: [String: String] = [:]
        /// The id of an image by its name; nil where it is unknown.
        var image: @Sendable (String) async -> String?
        /// The digest of what these sources select from the context; nil where it is unknown.
        var content: @Sendable ([String]) async -> String?
    }

    /// Instructions that change no step of BuildKit, which keeps the image's configuration separately.
    private static let onlyConfiguration: Set = [
        "LABEL", "CMD", "ENTRYPOINT", "EXPOSE", "HEALTHCHECK", "MAINTAINER", "ONBUILD", "STOPSIGNAL", "VOLUME",
    ]
    /// Arguments that a builder may set by itself.
    private static let ownArguments: Set = [
        "TARGETPLATFORM", "TARGETOS", "TARGETARCH", "TARGETVARIANT", "BUILDPLATFORM", "BUILDOS", "BUILDARCH",
        "BUILDVARIANT",
    ]

    init(_ outline: DockerfileOutline, builder: BuilderKind, in surroundings: Surroundings) async {
        let globals = outline.globals(given: surroundings.arguments)
        var environments: [[String: String]] = []
        for stage in outline.stages {
            let base = await base(of: stage, globals, surroundings)
            stages.append(Stage(name: stage.name, base: base))
            var scope = Scope(globals: globals, given: surroundings.arguments)
            if case .stage(let place) = base { scope.environment = environments[place] }
            for instruction in stage.instructions.dropFirst() {
                scope.take(instruction)
                if builder == .buildkit, Self.onlyConfiguration.contains(instruction.keyword) { continue }
                await add(instruction, scope, surroundings)
            }
            environments.append(scope.environment)
        }
    }

    private func base(
        of stage: DockerfileOutline.Stage, _ globals: DockerfileVariables, _ surroundings: Surroundings
    ) async -> Base {
        let filled = globals.fill(stage.reference)
        guard !filled.text.isEmpty, filled.unset.isDisjoint(with: Self.ownArguments) else { return .image(nil) }
        if let place = self.stage(named: filled.text) { return .stage(place) }
        return .image(filled.text == "scratch" ? filled.text : await surroundings.image(filled.text))
    }

    private mutating func add(
        _ instruction: DockerfileInstruction, _ scope: Scope, _ surroundings: Surroundings
    ) async {
        let last = stages.count - 1
        let text = ([instruction.text] + instruction.hereDocuments).joined(separator: "\n")
        var sources: [Source] = []
        for source in instruction.sources(scope.variables) {
            sources.append(await read(source, surroundings))
        }
        let arguments = scope.arguments(seenBy: instruction)
        var (key, isTold) = result(ofStage: last)
        var parts = [key, text] + arguments.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        for source in sources {
            switch source {
            case .content(let digest), .image(let digest):
                parts.append(digest ?? "unknown")
                isTold = isTold && digest != nil
            case .stage(let place):
                let found = result(ofStage: place)
                parts.append(found.key)
                isTold = isTold && found.isTold
            }
        }
        key = Digest.sha256(parts.joined(separator: "\u{0}"))
        stages[last].steps.append(
            Step(
                line: instruction.line, instruction: text, arguments: arguments, sources: sources, key: key,
                isTold: isTold))
    }

    private func read(_ source: InstructionSource, _ surroundings: Surroundings) async -> Source {
        switch source {
        case .context(let paths): .content(paths == nil ? nil : await surroundings.content(paths ?? []))
        case .from(let name):
            if let place = stage(named: name) { .stage(place) } else { .image(await surroundings.image(name)) }
        case .elsewhere: .content(nil)
        }
    }
}

extension BuildInputs {
    /// The variables at one point of a stage.
    private struct Scope {
        let globals: DockerfileVariables
        let given: [String: String]
        /// Values set by `ENV`. They take precedence over arguments.
        var environment: [String: String] = [:]
        /// The declared arguments that have a value.
        var arguments: [String: String] = [:]

        var variables: DockerfileVariables {
            var variables = globals
            variables.values = arguments.merging(environment) { _, own in own }
            return variables
        }

        mutating func take(_ instruction: DockerfileInstruction) {
            if instruction.keyword == "ENV" {
                var all = variables
                let before = all.values
                all.set(by: instruction)
                environment.merge(all.values.filter { before[$0.key] != $0.value }) { _, new in new }
            } else if instruction.keyword == "ARG" {
                for (name, value) in variables.declared(by: instruction, given: given) {
                    arguments[name] = given[name] ?? value ?? globals.values[name] ?? arguments[name]
                }
            }
        }

        /// A command sees all of them; any other instruction only those that it names.
        func arguments(seenBy instruction: DockerfileInstruction) -> [String: String] {
            if instruction.keyword == "RUN" { return arguments }
            let used = variables.fill(instruction.text).used
            return arguments.filter { used.contains($0.key) && environment[$0.key] == nil }
        }
    }
}
