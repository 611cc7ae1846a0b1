import Engine
import Model

/// What each step of a build was made from, stage by stage: it decides whether an earlier result could be reused.
///
/// Read from the Dockerfile, not from the builder's list: BuildKit does not list a stage whose steps another one
/// shares. An unknown input is nil, and equal to nothing.
struct BuildInputs: Sendable {
    /// An input of a step besides the steps before it, or a stage's base, which is no content.
    enum Source: Sendable, Equatable {
        /// Files of the context, by their digest; nil: unknown.
        case content(String?)
        /// An image, by its id; nil: unknown.
        case image(String?)
        /// An earlier stage, by its index.
        case stage(Int)
    }

    struct Step: Sendable {
        var line: Int
        /// Its text, with its here-documents.
        var instruction: String
        var arguments: [String: String]
        var sources: [Source]
        /// One digest of this step and of everything that it depends on.
        var key: String
        /// Whether all of its inputs are known.
        var isTold: Bool
    }

    struct Stage: Sendable {
        var name: String?
        var base: Source
        var steps: [Step] = []
    }

    var stages: [Stage] = []

    subscript(place: (stage: Int, index: Int)) -> Step { stages[place.stage].steps[place.index] }

    func step(line: Int) -> (stage: Int, index: Int)? {
        for (stage, found) in stages.enumerated() {
            if let index = found.steps.firstIndex(where: { $0.line == line }) { return (stage, index) }
        }
        return nil
    }

    func stage(named name: String) -> Int? {
        if let number = Int(name) { return stages.indices.contains(number) ? number : nil }
        return stages.lastIndex { $0.name == name.lowercased() }
    }

    /// The digest of everything up to a stage's end, and whether all of it is known.
    func result(ofStage stage: Int) -> (key: String, isTold: Bool) {
        stages[stage].steps.last.map { ($0.key, $0.isTold) } ?? result(of: stages[stage].base)
    }

    private func result(of source: Source) -> (key: String, isTold: Bool) {
        switch source {
        case .content(let digest), .image(let digest): (digest ?? "unknown", digest != nil)
        case .stage(let place): result(ofStage: place)
        }
    }
}

extension BuildInputs {
    struct Surroundings: Sendable {
        var arguments: [String: String] = [:]
        var image: @Sendable (String) async -> String?
        /// The digest of what these sources select from the context; nil where it is unknown.
        var content: @Sendable ([String]) async -> String?
    }

    /// Instructions that change no step of BuildKit, which keeps the image's configuration separately.
    private static let onlyConfiguration: Set = [
        "LABEL", "CMD", "ENTRYPOINT", "EXPOSE", "HEALTHCHECK", "MAINTAINER", "ONBUILD", "STOPSIGNAL", "VOLUME",
    ]
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
                if builder.isBuildKit, Self.onlyConfiguration.contains(instruction.keyword) { continue }
                await add(instruction, scope, surroundings)
            }
            environments.append(scope.environment)
        }
    }

    private func base(
        of stage: DockerfileOutline.Stage, _ globals: DockerfileVariables, _ surroundings: Surroundings
    ) async -> Source {
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
        for source in instruction.sources(scope.variables) { sources.append(await read(source, surroundings)) }
        let arguments = scope.arguments(seenBy: instruction)
        var (before, isTold) = result(ofStage: last)
        var parts = [before, text] + arguments.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        for found in sources.map(result(of:)) {
            parts.append(found.key)
            isTold = isTold && found.isTold
        }
        let digest = Digest.sha256(parts.joined(separator: "\u{0}"))
        stages[last].steps.append(
            Step(
                line: instruction.line, instruction: text, arguments: arguments, sources: sources, key: digest,
                isTold: isTold))
    }

    private func read(_ source: InstructionSource, _ surroundings: Surroundings) async -> Source {
        switch source {
        case .context(let paths): if let paths { .content(await surroundings.content(paths)) } else { .content(nil) }
        case .from(let name):
            if let place = stage(named: name) { .stage(place) } else { .image(await surroundings.image(name)) }
        case .elsewhere: .content(nil)
        }
    }
}

extension BuildInputs {
    private struct Scope {
        let globals: DockerfileVariables
        let given: [String: String]
        /// Values set by `ENV`. They take precedence over arguments.
        var environment: [String: String] = [:]
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
