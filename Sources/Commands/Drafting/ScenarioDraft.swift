import Fixtures
import Model

/// A repository's Dockerfile as a fixture of a first scenario, with the reason of each choice.
struct DraftedFixture: Sendable {
    var name: String
    /// Inside the repository, or the path of one outside.
    var dockerfile: String
    var isOutside = false
    var whyDockerfile: String
    var context: ContextChoice
    var images: [String]
    var command: DraftedCommand
    /// Commands that could be run in its place, none of them tried.
    var suggestions: [TestCommand]
    /// How many changes the range has since the Dockerfile is there.
    var available: Int
    /// Of all changes looked at, oldest first.
    var classes: [ChangeClass]
    var notes: [String]
}

/// What is run in a fixture's image.
enum DraftedCommand: Sendable {
    case given([String])
    /// CI runs it in the image, at `file:line`.
    case ofCI([String], place: String)
    case ofImage(OwnCommand)

    /// The words to write down; nil: the image's own command.
    var words: [String]? {
        switch self {
        case .given(let words), .ofCI(let words, _): words
        case .ofImage: nil
        }
    }

    /// Whether it is expected to end by itself.
    var ends: Bool {
        switch self {
        case .given, .ofCI, .ofImage(.own), .ofImage(.idle): true
        case .ofImage(.serves), .ofImage(.unknown), .ofImage(.nothing): false
        }
    }
}

/// A first scenario of a repository. Pure: the same survey and contents give the same draft.
struct ScenarioDraft: Sendable {
    /// What the user decides.
    struct Wishes: Sendable {
        /// A path inside the repository, or of a file outside.
        var dockerfile: String?
        var command: [String]?
        /// How many changes to replay.
        var changes: Int?
    }

    /// How many changes each profile replays, if the history has as many; of several fixtures, fewer.
    static let quick = (one: 10, several: 6)
    static let full = 40
    /// The most fixtures of one draft.
    static let mostFixtures = 4

    var name: String
    var repository: String
    var revisions: String
    var fixtures: [DraftedFixture]
    /// Dockerfiles that were not chosen.
    var others: [String]
    /// Changes of each profile.
    var quickChanges, fullChanges: Int
    /// About the repository as a whole.
    var notes: [String]

    /// Whether jobs end with the build: the command of some fixture may not end.
    var onlyBuilds: Bool { !fixtures.allSatisfy(\.command.ends) }

    /// - Parameters:
    ///   - contents: of the files that `RepositoryFiles.isRead` names, and of links' targets.
    ///   - outside: the Dockerfile outside the history that the wishes name, with its content.
    /// - Throws: `DraftError`.
    init(
        _ survey: RepositorySurvey, _ contents: [String: [UInt8]], _ wishes: Wishes = Wishes(),
        outside: (path: String, bytes: [UInt8])? = nil
    ) throws(DraftError) {
        let listing = PathListing(survey.entries.filter { $0.kind != .submodule }.map(\.path))
        let evidence = CIEvidence(
            contents.filter {
                RepositoryFiles.isCI($0.key) || RepositoryFiles.isCompose($0.key) || RepositoryFiles.isMakefile($0.key)
            })
        let choice = try DockerfileChoice(survey, contents, evidence, wishes.dockerfile, outside)
        for file in choice.chosen.map(\.file) {
            if let obstacle = file.obstacle { throw .notBuildable(file, obstacle) }
        }
        let folder = survey.root.split(separator: "/").last.map(String.init) ?? ""
        let name = YAMLText.name(folder.hasSuffix(".git") ? String(folder.dropLast(4)) : folder)
        let maker = FixtureMaker(
            survey: survey, contents: contents, listing: listing, evidence: evidence, command: wishes.command)
        let all = maker.fixtures(choice.chosen, of: name)
        // All replay as many changes: a service that is new would leave the others with few.
        let wanted = min(wishes.changes ?? Self.quick.several, all.map(\.available).max() ?? 0)
        let fixtures = all.filter { $0.available >= wanted }
        let young = all.filter { $0.available < wanted }.map(\.dockerfile)
        let available = fixtures.map(\.available).min() ?? 0
        guard available > 0 else { throw .tooShort(survey, fixtures.first { $0.available < 1 }) }
        if let wanted = wishes.changes, wanted > available {
            throw DraftError("--revisions \(wanted): only \(available) changes can be replayed in \(survey.range)")
        }
        let usual = fixtures.count == 1 ? Self.quick.one : Self.quick.several
        (self.name, self.fixtures, others) = (name, fixtures, young + choice.others)
        repository = survey.root
        fullChanges = min(available, wishes.changes ?? (survey.isRangeExact ? available : Self.full))
        quickChanges = min(available, wishes.changes ?? (survey.isRangeExact ? available : usual))
        // The start of the range is written down, so that git need not look through a long history.
        let isLonger = survey.hasMore || survey.history.count > fullChanges + 1
        revisions =
            survey.isRangeGiven || !isLonger ? survey.range : "\(survey.range)~\(fullChanges + 1)..\(survey.range)"
        notes = RepositoryNotes(survey).sentences
    }
}

extension RepositorySurvey {
    /// Whether the range has a beginning of its own, so that all of it is meant.
    var isRangeExact: Bool { isRangeGiven && range.contains("..") }
}

/// Why no scenario can be drafted.
struct DraftError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    static func tooShort(_ survey: RepositorySurvey, _ fixture: DraftedFixture?) -> DraftError {
        let remedy = "commit another, or name a longer range\(survey.clone.advice)"
        guard survey.history.count > 1, let fixture else {
            return DraftError("a replay needs two revisions, and \(survey.range) of \(survey.root) has one: \(remedy)")
        }
        return DraftError(
            """
            a replay needs two revisions with \(fixture.dockerfile), and only the newest of \(survey.range) has it: commit another, or
              copy it out of the repository, and name the copy by --dockerfile: then every revision is built with it
            """)
    }

    /// What cannot be built as it is would only give failed jobs.
    static func notBuildable(_ file: ReadDockerfile, _ obstacle: String) -> DraftError {
        DraftError(
            "\(file.path) cannot be replayed: \(obstacle). Change it, or name another Dockerfile by --dockerfile")
    }
}
