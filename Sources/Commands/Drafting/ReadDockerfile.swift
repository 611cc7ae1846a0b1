import Engine
import Model

/// A Dockerfile, as far as a first scenario depends on it.
struct ReadDockerfile: Sendable {
    struct Copied: Sendable, Hashable {
        /// As written.
        var path: String
        /// From 1.
        var line: Int
    }

    /// Inside the repository.
    let path: String
    /// The images that its last stage is built from, sorted.
    let images: [String]
    /// The image named by `# syntax=`, which reads it.
    let frontend: String?
    /// What `COPY` and `ADD` take from the context, where that is known.
    let copied: [Copied]
    let command: OwnCommand
    /// Why it cannot be built as it is; nil: it can, as far as it says.
    let obstacle: String?

    /// nil if the text has no `FROM`, and so is no Dockerfile.
    init?(path: String, _ bytes: [UInt8]) {
        let file = Dockerfile(bytes)
        let outline = DockerfileOutline(file)
        guard !outline.stages.isEmpty else { return nil }
        let needs = SessionNeed.all(in: file)
        self.path = path
        images = Set(needs.compactMap { need in if case .image(let name) = need.kind { name } else { nil } })
            .filter(ImageGrammar.isReference).sorted()
        frontend = needs.lazy.compactMap { need in if case .syntax = need.kind { need.image } else { nil } }.first
        copied = Self.copied(outline)
        command = OwnCommand(of: outline)
        obstacle = Self.unnamedImage(outline) ?? Self.secret(needs)
    }

    private static func copied(_ outline: DockerfileOutline) -> [Copied] {
        let globals = outline.globals(given: [:])
        var found: [Copied] = []
        for stage in outline.stages {
            var variables = DockerfileVariables(escape: outline.escape)
            for instruction in stage.instructions {
                if instruction.keyword == "ENV" { variables.set(by: instruction) }
                if instruction.keyword == "ARG" {
                    for (name, value) in variables.declared(by: instruction) {
                        variables.values[name] = value ?? globals.values[name]
                    }
                }
                for case .context(let paths?) in instruction.sources(variables) where instruction.keyword != "RUN" {
                    found += paths.map { Copied(path: $0, line: instruction.line) }
                }
            }
        }
        return found
    }

    /// A `FROM` with a variable that only the caller of the build could set.
    private static func unnamedImage(_ outline: DockerfileOutline) -> String? {
        let globals = outline.globals(given: [:])
        for stage in outline.stages {
            let filled = globals.fill(stage.reference)
            guard let name = filled.unset.sorted().first else { continue }
            return "line \(stage.instructions[0].line): FROM names the argument \(name), which has no default"
        }
        return nil
    }

    private static func secret(_ needs: [SessionNeed]) -> String? {
        for need in needs {
            if case .mount(let type, _, isRequired: true) = need.kind {
                return "line \(need.position.line): RUN requires a mount of type \(type), which a replay does not have"
            }
        }
        return nil
    }
}
