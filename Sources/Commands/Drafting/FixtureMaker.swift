import Fixtures
import Model

/// Makes a fixture of a chosen Dockerfile.
struct FixtureMaker: Sendable {
    let survey: RepositorySurvey
    let contents: [String: [UInt8]]
    let listing: PathListing
    let evidence: CIEvidence
    /// The user's; nil: none.
    let command: [String]?

    /// A fixture of each; a single one is called as the repository, others also by their folders.
    func fixtures(_ chosen: [DockerfileChoice.Chosen], of repository: String) -> [DraftedFixture] {
        var names: Set<String> = []
        return chosen.map { choice in
            let base = chosen.count == 1 ? repository : YAMLText.name("\(repository)-\(choice.file.path.folder)")
            let name = ([base] + (2...9).map { "\(base)-\($0)" }).first { names.insert($0).inserted } ?? base
            return fixture(choice, named: name)
        }
    }

    private func fixture(_ chosen: DockerfileChoice.Chosen, named name: String) -> DraftedFixture {
        let file = chosen.file
        let context = self.context(of: chosen)
        let inside = chosen.isOutside ? nil : file.path
        let folder = context.folder.isEmpty ? nil : context.folder
        return DraftedFixture(
            name: name, dockerfile: file.path, isOutside: chosen.isOutside,
            whyDockerfile: chosen.why, context: context, images: file.images, command: drafted(chosen),
            suggestions: TestCommand.all(in: context.folder, listing, contents),
            available: inside.map(available) ?? survey.history.count - 1,
            classes: survey.classes(dockerfile: inside, context: folder),
            notes: chosen.notes + notes(on: file, in: context.folder))
    }

    private func context(of chosen: DockerfileChoice.Chosen) -> ContextChoice {
        if chosen.isOutside { return ContextChoice(folder: "", why: "the Dockerfile is outside") }
        if let build = evidence.build(of: chosen.file.path), listing.folders.contains(build.context) {
            return ContextChoice(folder: build.context, why: "as \(build.place) builds it")
        }
        return ContextChoice(chosen.file, in: listing)
    }

    private func drafted(_ chosen: DockerfileChoice.Chosen) -> DraftedCommand {
        if let command { return .given(command) }
        if let found = evidence.command(of: chosen.file.path) { return .ofCI(found.words, place: found.place) }
        return .ofImage(chosen.file.command)
    }

    /// How many of the newest changes have the Dockerfile before and after them.
    private func available(_ path: String) -> Int {
        let last = survey.history.count - 1
        let added = survey.history.lastIndex { $0.contains { $0.path == path && $0.isAdded } }
        return last - (added ?? 0)
    }

    private func notes(on file: ReadDockerfile, in folder: String) -> [String] {
        var notes: [String] = []
        let ignoreFile = folder.isEmpty ? ".dockerignore" : "\(folder)/.dockerignore"
        if !listing.files.contains(ignoreFile), !listing.files.contains(file.path + ".dockerignore") {
            notes.append(
                "there is no \(ignoreFile), so every file is sent, documents too. On your workers docker also sends .git, which "
                    + "a replay does not have")
        }
        for copied in file.copied where !listing.has(copied.path, in: folder) {
            let isGit = copied.path.joined(to: "") == ".git"
            notes.append(
                "\(file.path):\(copied.line) copies \(copied.path), which "
                    + (isGit ? "no replay has" : "is not in the repository") + ": the build will fail")
        }
        if let frontend = file.frontend {
            notes.append("\(file.path) is read by \(frontend), which is pulled from its registry")
        }
        return notes
    }
}

/// What is to be known of a repository before it is replayed.
struct RepositoryNotes: Sendable {
    let sentences: [String]

    init(_ survey: RepositorySurvey) {
        var notes: [String] = []
        switch survey.clone {
        case .whole: break
        case .shallow:
            notes.append(
                "the clone is shallow: only its revisions can be replayed; git fetch --unshallow gets the rest")
        case .partial: notes.append("the clone is partial: files may be missing; clone it anew without --filter")
        }
        if survey.isRangeExact, survey.hasMore {
            notes.append("of \(survey.range) only the newest \(RepositorySurvey.longest) changes are taken")
        }
        sentences = notes
    }
}
