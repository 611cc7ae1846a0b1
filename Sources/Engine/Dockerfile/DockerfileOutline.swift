/// The instructions of a Dockerfile by stage: enough to name a builder's steps, not to build it.
package struct DockerfileOutline: Sendable, Equatable {
    /// One stage, from its `FROM` to the next.
    package struct Stage: Sendable, Equatable {
        /// In lower case; nil if it has none.
        package var name: String?
        /// `FROM` is the first.
        package var instructions: [DockerfileInstruction]

        /// The reference in `FROM`, as written.
        package var reference: String { DockerfileFlag.split(instructions[0].text).words.first?.unquoted() ?? "" }

        var base: String { reference.lowercased() }
    }

    /// The `ARG`s before the first `FROM`.
    private(set) var preamble: [DockerfileInstruction] = []
    package private(set) var stages: [Stage] = []
    package let escape: UInt8

    package init(_ file: Dockerfile) {
        escape = file.escape
        for instruction in file.instructions { add(instruction) }
    }

    package var instructions: [DockerfileInstruction] { preamble + stages.flatMap(\.instructions) }

    /// The variables visible to every `FROM`: those of the `ARG`s before the first.
    /// - Parameter arguments: the request's build arguments, which override an `ARG`'s default.
    package func globals(given arguments: [String: String]) -> DockerfileVariables {
        var variables = DockerfileVariables(escape: escape)
        for instruction in preamble where instruction.keyword == "ARG" {
            for (name, value) in variables.declared(by: instruction, given: arguments) {
                variables.values[name] = arguments[name] ?? value
            }
        }
        return variables
    }

    private mutating func add(_ instruction: DockerfileInstruction) {
        if instruction.keyword == "FROM" {
            let words = DockerfileFlag.split(instruction.text, escape: escape).words.map(\.raw)
            let named = words.count >= 3 && words[words.count - 2].uppercased() == "AS"
            stages.append(Stage(name: named ? words[words.count - 1].lowercased() : nil, instructions: [instruction]))
        } else if stages.isEmpty {
            preamble.append(instruction)
        } else {
            stages[stages.count - 1].instructions.append(instruction)
        }
    }
}

/// Something in a Dockerfile for which BuildKit calls the client back, over a session.
///
/// Seen on Docker 20.10: without a session a secret or ssh mount fails with `no active sessions`, required or not. A `#
/// syntax=` line makes BuildKit pull the frontend that it names. For that, as for a base image, it asks the client for
/// the registry's login, unless the engine has the image. With a session that has neither logins nor secrets it pulls
/// anonymously, and builds without optional mounts.
package struct SessionNeed: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// The frontend named by `# syntax=`, needed if the engine does not have it.
        case syntax(String)
        /// A mount of type `secret` or `ssh`, with the secret's id, and whether the build fails without it.
        case mount(String, id: String?, isRequired: Bool)
        case image(String)
    }

    package var kind: Kind
    package var position: Dockerfile.Position
    /// The image to be pulled if the engine does not have it; nil for a mount.
    package var image: String? {
        switch kind {
        case .syntax(let name): name.split(whereSeparator: \.isWhitespace).first.map(String.init)
        case .image(let name): name
        case .mount: nil
        }
    }

    /// All needs of a Dockerfile, in order, in the stages that its last one needs: BuildKit builds no others.
    /// - Parameter arguments: the request's build arguments.
    package static func all(in file: Dockerfile, arguments: [String: String] = [:]) -> [SessionNeed] {
        let stages = NeededStages(DockerfileOutline(file), arguments: arguments)
        var needs = file.directives.last { $0.name == "syntax" }.map {
            [SessionNeed(kind: .syntax($0.value), position: $0.position)]
        }
        for stage in stages.needed { needs = (needs ?? []) + stages.needs(of: stage) }
        return needs ?? []
    }
}

/// The stages that a Dockerfile's last stage needs, and the names they use.
private struct NeededStages {
    let outline: DockerfileOutline
    let variables: DockerfileVariables
    private(set) var needed: [Int] = []

    init(_ outline: DockerfileOutline, arguments: [String: String]) {
        self.outline = outline
        let variables = outline.globals(given: arguments)
        self.variables = variables
        var found: Set<Int> = []
        var open = outline.stages.indices.last.map { [$0] } ?? []
        while let stage = open.popLast() {
            guard found.insert(stage).inserted else { continue }
            open += names(in: stage).compactMap { self.stage(named: $0.name, before: stage) }
        }
        needed = found.sorted()
    }

    private func names(in stage: Int) -> [(name: String, position: Dockerfile.Position)] {
        outline.stages[stage].instructions.flatMap { instruction in
            if instruction.keyword == "FROM" {
                let word = DockerfileFlag.split(instruction.text, escape: outline.escape).words.first
                let name = variables.fill(word?.raw ?? "").text
                return [(name, instruction.position(ofByte: word?.offset ?? 0))]
            }
            return instruction.sources(variables).compactMap { source in
                if case .from(let name) = source { (name, instruction.position(ofByte: 0)) } else { nil }
            }
        }
    }

    private func stage(named name: String, before stage: Int) -> Int? {
        if let number = Int(name) { return number < stage ? number : nil }
        return outline.stages[..<stage].lastIndex { $0.name == name.lowercased() }
    }

    func needs(of stage: Int) -> [SessionNeed] {
        let images = names(in: stage).filter {
            !$0.name.isEmpty && $0.name != "scratch" && self.stage(named: $0.name, before: stage) == nil
        }
        let mounts = outline.stages[stage].instructions.flatMap { instruction in
            RunMount.all(in: instruction.text, escape: outline.escape).filter {
                ["secret", "ssh"].contains($0.mount.type)
            }.map { mount, offset in
                SessionNeed(
                    kind: .mount(mount.type, id: mount.id, isRequired: mount.required),
                    position: instruction.position(ofByte: offset))
            }
        }
        return images.map { SessionNeed(kind: .image($0.name), position: $0.position) } + mounts
    }
}
