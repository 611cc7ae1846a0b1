import Yams

extension Field {
    func fixtures() -> [FixtureSource]? {
        var names: Set<String> = []
        return list(of: "fixtures") { element in
            guard let source = element.fixture() else { return nil }
            guard names.insert(source.name).inserted else {
                element.refuse("\(element.path): fixture '\(source.name)' is listed twice; expected each once")
                return nil
            }
            return source
        }
    }

    private func fixture() -> FixtureSource? {
        if node.scalar != nil { return bundled() }
        guard node.mapping != nil else {
            return refused(expected: "the name of a bundled fixture, or git: with a repository")
        }
        return section(["git"])?.required("git", expected: "git: with a repository")?.gitSource().map(FixtureSource.git)
    }

    /// `scap`, or in a folder, e.g. `dependencies/npm`; results use the last part.
    private func bundled() -> FixtureSource? {
        let parts = node.scalar?.string.split(separator: "/", omittingEmptySubsequences: false) ?? []
        guard parts.count == 2, parts.allSatisfy(ImageGrammar.isComponent) else {
            return imageComponent().map { .bundled(name: $0, description: "../fixtures/\($0).yaml") }
        }
        return .bundled(name: String(parts[1]), description: "../fixtures/\(parts[0])/\(parts[1]).yaml")
    }

    private func gitSource() -> GitSource? {
        let keys = [
            "name", "repository", "revisions", "dockerfile", "external_dockerfile", "context", "command", "artifacts",
            "images", "manifests", "expected_failures",
        ]
        guard let section = section(keys) else { return nil }
        let name = section.required("name", expected: "what results call this fixture")?.imageComponent()
        let repository = section.required("repository", expected: "a path to a git repository")?.text()
        let revisions = section["revisions"].map {
            // Git must not take it for an option.
            $0.text(expected: "a revision or a range, as HEAD or v1..main") { !$0.hasPrefix("-") }
        }
        let dockerfile = section["dockerfile"].map {
            $0.text(
                expected: "a path inside the repository (one outside is an external_dockerfile)", where: Self.isInside)
        }
        let context = section["context"].map {
            $0.text(expected: "a folder inside the repository, as services/api", where: Self.isInside)
        }
        let external = section["external_dockerfile"]?.text()
        let command = section["command"]?.arguments()
        let artifacts = section["artifacts"]?.list(of: "absolute paths") {
            $0.text(expected: "an absolute path inside the container") { $0.hasPrefix("/") }
        }
        let images = section["images"]?.list(of: "image names") { $0.imageReference() }
        let manifests = section["manifests"]?.list(of: "paths inside the repository") { $0.pathPattern() }
        let failures = section["expected_failures"]?.list(of: "revisions") { $0.revisionPattern() }
        guard let name, let repository, let revisions = revisions ?? "HEAD",
            let dockerfile = dockerfile ?? "Dockerfile.ci"
        else { return nil }
        return GitSource(
            name: name, repository: repository, revisions: revisions, dockerfile: dockerfile,
            externalDockerfile: external, command: command, artifacts: artifacts ?? [], images: images ?? [],
            context: context ?? nil, manifests: manifests, expectedFailures: failures)
    }

    /// A line of an ignore file, without what such a line may be refused for.
    private func pathPattern() -> String? {
        text(expected: "a path inside the repository, with *, ** and ? as wildcards, as **/package.json") { line in
            let path = line.hasPrefix("!") ? line.dropFirst() : line[...]
            return path.contains { !$0.isWhitespace } && line.first != "#" && Self.isInside(String(path))
                && !path.contains { $0.isNewline || "[]\\^".contains($0) }
        }
    }

    /// The first digits of a commit, or a pattern of its subject.
    private func revisionPattern() -> String? {
        text(expected: "7 or more digits of a commit, or a pattern of its whole subject, as \"*WIP*\"") {
            GitSource.isRevision($0) || !GitSource.isHexadecimal($0)
        }
    }

    private static func isInside(_ path: String) -> Bool {
        !path.hasPrefix("/") && !path.split(separator: "/").contains("..")
    }

    /// A command's words, which may repeat, and may be empty or look like numbers.
    private func arguments() -> [String]? {
        guard let sequence = node.sequence, !sequence.isEmpty else {
            return refused(expected: "a list of words, at least one")
        }
        return sequence.compactMap { $0.scalar?.string ?? at($0).refused(expected: "a word") }
    }
}
