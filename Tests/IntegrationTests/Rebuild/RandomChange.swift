import Model

/// What is changed between two builds of one random Dockerfile, and which reasons a step may then have to miss.
enum RandomChange: String, Sendable, CaseIterable {
    case nothing, modificationTime, byte, mode, directoryMode, name, linkTarget, newFile, deletedFile, ignoreRule,
        comment
    case usedArgument, unusedArgument, undeclaredArgument
    case environment, command, order, insertion, removal

    /// Why the first steps to miss may do so. A change of the Dockerfile or the ignore file is also one of content, for
    /// `COPY .`.
    var reasons: Set<MissReason> {
        switch self {
        case .nothing, .modificationTime, .undeclaredArgument: []
        case .byte, .mode, .directoryMode, .name, .linkTarget, .newFile, .deletedFile, .ignoreRule, .comment:
            [.contentChanged]
        case .usedArgument, .unusedArgument: [.argumentChanged]
        case .environment, .command, .order, .insertion, .removal: [.instructionChanged, .contentChanged]
        }
    }

    /// Makes the change, and says what it did; nil where the build has nothing to change so.
    func apply(to build: inout RandomBuild) -> String? {
        var random = SeededGenerator(seed: build.seed, purpose: "change \(rawValue)")
        switch self {
        case .nothing: return "nothing"
        case .modificationTime:
            for path in build.tree.nodes.keys { build.tree.later[path] = 77 }
            return "all times"
        case .byte, .mode, .name, .deletedFile: return changeFile(of: &build.tree, &random)
        case .directoryMode:
            let path = random.pick(RandomTree.directories)
            build.tree.nodes[path] = .directory(mode: 0o711)
            return path
        case .linkTarget:
            guard !build.tree.links.isEmpty else { return nil }
            let path = random.pick(build.tree.links)
            build.tree.nodes[path] = .link(target: "elsewhere")
            return path
        case .newFile:
            let path = random.pick(RandomTree.directories) + "/" + random.pick(["ab.txt", "new.log", "new ü"])
            build.tree.nodes[path] = .file(text: random.word(), mode: 0o644)
            return path
        case .ignoreRule:
            build.tree.ignored.append(random.pick(["lib/a.txt", "**/b*", "!docs", "src/link", "docs/*"]))
            return build.tree.ignored.last
        case .comment:
            build.comment = "second"
            return "comment"
        case .usedArgument, .unusedArgument, .undeclaredArgument:
            let name = self == .usedArgument ? "USED" : self == .unusedArgument ? "UNUSED" : "UNDECLARED"
            build.arguments[name] = "two"
            return name
        case .environment, .command, .order, .insertion, .removal:
            let stage = Int.random(in: 0..<build.stages.count, using: &random)
            return changeLines(of: &build.stages[stage].lines, &random)
        }
    }

    private func changeFile(of tree: inout RandomTree, _ random: inout SeededGenerator) -> String? {
        let path = random.pick(tree.files)
        guard case .file(let text, let mode) = tree.nodes[path] else { return nil }
        switch self {
        case .byte: tree.nodes[path] = .file(text: String(text.dropLast()) + "#", mode: mode)
        case .mode: tree.nodes[path] = .file(text: text, mode: mode ^ 0o011)
        case .name:
            tree.nodes[path] = nil
            tree.nodes[path + "2"] = .file(text: text, mode: mode)
        default: tree.nodes[path] = nil
        }
        return path
    }

    private func changeLines(of lines: inout [String], _ random: inout SeededGenerator) -> String? {
        let free = Array(lines.indices.dropFirst(RandomBuild.fixedLines))
        switch self {
        case .environment:
            guard let place = free.first(where: { lines[$0].hasPrefix("ENV") }) else { return nil }
            lines[place] += "x"
            return lines[place]
        case .command:
            guard let place = free.last(where: { lines[$0].hasPrefix("RUN") }) else { return nil }
            lines[place] += "; true"
            return lines[place]
        case .order:
            guard free.count > 1 else { return nil }
            let place = random.pick(Array(free.dropLast()))
            lines.swapAt(place, place + 1)
            return "\(lines[place]) | \(lines[place + 1])"
        case .insertion:
            let line = "RUN echo \(random.word()) > /scratch/inserted || true"
            lines.insert(line, at: random.pick(free))
            return line
        default: return lines.remove(at: random.pick(free))
        }
    }
}
