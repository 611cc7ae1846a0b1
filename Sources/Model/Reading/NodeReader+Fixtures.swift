extension NodeReader {
    mutating func fixtures(_ field: Field) -> [FixtureSource]? {
        var names: Set<String> = []
        return list(field, of: "fixtures") { reader, element in
            guard let source = reader.fixture(element) else { return nil }
            guard names.insert(source.name).inserted else {
                return reader.refused(
                    at: element.node.mark,
                    "\(element.path): fixture '\(source.name)' is listed twice; expected each once")
            }
            return source
        }
    }

    private mutating func fixture(_ field: Field) -> FixtureSource? {
        if field.node.scalar != nil { return bundled(field) }
        guard field.node.mapping != nil else {
            return refused(field, expected: "the name of a bundled fixture, or git: with a repository")
        }
        guard let section = section(field, keys: ["git"]),
            let git = required("git", of: section, expected: "git: with a repository")
        else { return nil }
        return gitSource(git).map(FixtureSource.git)
    }

    /// `scap`, or in a folder, e.g. `dependencies/npm`; results use the last part.
    private mutating func bundled(_ field: Field) -> FixtureSource? {
        let parts = field.node.scalar?.string.split(separator: "/", omittingEmptySubsequences: false) ?? []
        guard parts.count == 2, parts.allSatisfy(ImageGrammar.isComponent) else {
            return imageComponent(field).map { .bundled(name: $0, description: "../fixtures/\($0).yaml") }
        }
        return .bundled(name: String(parts[1]), description: "../fixtures/\(parts[0])/\(parts[1]).yaml")
    }

    private mutating func gitSource(_ field: Field) -> GitSource? {
        let keys = [
            "name", "repository", "revisions", "dockerfile", "external_dockerfile", "command", "artifacts", "images",
        ]
        guard let section = section(field, keys: keys) else { return nil }
        let name = required("name", of: section, expected: "what results call this fixture").flatMap {
            imageComponent($0)
        }
        let repository = required("repository", of: section, expected: "a path to a git repository").flatMap {
            text($0)
        }
        let revisions = section.field("revisions").map { self.revisions($0) } ?? "HEAD"
        let dockerfile = section.field("dockerfile").map { self.pathInside($0) } ?? "Dockerfile.ci"
        let external = section.field("external_dockerfile").flatMap { self.text($0) }
        let command = section.field("command").flatMap { self.arguments($0) }
        let artifacts = section.field("artifacts").map { list($0, of: "absolute paths") { $0.absolutePath($1) } }
        let images = section.field("images").map { list($0, of: "image names") { $0.imageReference($1) } }
        guard let name, let repository, let revisions, let dockerfile else { return nil }
        return GitSource(
            name: name, repository: repository, revisions: revisions, dockerfile: dockerfile,
            externalDockerfile: external,
            command: command, artifacts: (artifacts ?? []) ?? [], images: (images ?? []) ?? [])
    }

    /// A revision or a range, which git must not take for an option.
    private mutating func revisions(_ field: Field) -> String? {
        guard let text = text(field) else { return nil }
        guard !text.hasPrefix("-") else {
            return refused(field, expected: "a revision or a range, as HEAD or v1..main")
        }
        return text
    }

    private mutating func pathInside(_ field: Field) -> String? {
        guard let path = text(field) else { return nil }
        guard !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else {
            return refused(field, expected: "a path inside the repository (one outside is an external_dockerfile)")
        }
        return path
    }

    private mutating func absolutePath(_ field: Field) -> String? {
        guard let path = text(field) else { return nil }
        guard path.hasPrefix("/") else { return refused(field, expected: "an absolute path inside the container") }
        return path
    }

    /// A command's words, which may repeat, and may be empty or look like numbers.
    private mutating func arguments(_ field: Field) -> [String]? {
        guard let sequence = field.node.sequence, !sequence.isEmpty else {
            return refused(field, expected: "a list of words, at least one")
        }
        return sequence.compactMap { node in
            if let word = node.scalar?.string { return word }
            return refused(Field(node: node, path: field.path), expected: "a word")
        }
    }
}
