import Fixtures

/// Symbolic links among a repository's Dockerfiles. The file that a link leads to is built, so that its changes count as the
/// Dockerfile's.
struct DockerfileLinks: Sendable {
    /// The file inside the repository, by the link's path.
    private(set) var targets: [String: String] = [:]
    /// Links that lead out of the repository, or nowhere.
    private(set) var broken: [String] = []

    init(_ entries: [RepositorySurvey.Entry], _ contents: [String: [UInt8]]) {
        let files = Set(entries.filter { $0.kind == .file }.map(\.path))
        for link in entries where link.kind == .link && DockerfileNames.isDockerfile(link.path) {
            let target = contents[link.path].map { String(decoding: $0, as: UTF8.self) } ?? "/"
            if !target.hasPrefix("/"), let path = target.joined(to: link.path.folder), files.contains(path) {
                targets[link.path] = path
            } else {
                broken.append(link.path)
            }
        }
    }

    func note(on link: String) -> [String] {
        targets[link].map { ["\(link) is a link: \($0) is built, which it leads to"] } ?? []
    }

    func note(to path: String) -> [String] {
        targets.filter { $0.value == path }.keys.sorted().flatMap(note(on:))
    }
}

extension DraftError {
    static func notThere(_ wanted: String, _ survey: RepositorySurvey, _ known: [String]) -> DraftError {
        let list = known.sorted().prefix(5).joined(separator: ", ")
        return DraftError(
            "--dockerfile \(wanted): neither \(survey.range) of \(survey.root) nor this folder has it; "
                + (known.isEmpty ? "no Dockerfile is there" : "there is \(list)"))
    }

    static func noDockerfile(_ survey: RepositorySurvey, _ links: DockerfileLinks) -> DraftError {
        let template = survey.entries.first { DockerfileNames.isTemplate($0.path) }
        let why =
            if let link = links.broken.first {
                "; \(link) is a link that leads out of it"
            } else if let template {
                "; \(template.path) is a template"
            } else {
                ""
            }
        return DraftError(
            """
            \(survey.root) has no Dockerfile in \(survey.range)\(why). Plimsoll replays image builds, and makes up no Dockerfile:
              commit one in at least two revisions, or
              name one outside the history by --dockerfile FILE, as for a Dockerfile that is not committed yet
            """)
    }
}
