import Foundation
import Model
import SystemPackage

/// A repository to build, and how: everything known before any of its trees is on disk.
package struct Fixture: Sendable {
    private enum Origin: Sendable {
        case bundled(FixtureDescription, digest: String), git(repository: String, history: GitHistory)
    }

    package let name: String
    package let dockerfile: String
    /// Other Dockerfiles inside it, by the value of the factor that selects them, e.g. `provided`.
    package var variants: [String: String] = [:]
    /// The images that variants build on, if they differ from `images`.
    var variantImages: [String: [String]] = [:]
    /// A Dockerfile outside the tree, used instead of one inside; nil: the tree's own.
    package let externalDockerfile: FilePath?
    /// The folder of the tree that is sent to builds; nil: all of it.
    private(set) var context: String?
    /// The folder of the tree in which a round puts its file.
    package var roundFolder = ""
    /// The command to run in the container; nil: the image's own.
    package let command: [String]?
    package let artifacts: [String]
    /// Images that must be on the engine before the first build.
    package let images: [String]
    /// Paths of Dockerfiles for images that are built before the first build, by image name.
    package var tools: [String: FilePath] = [:]
    /// nil: nothing that a dependency cache would keep.
    package var dependencies: FixtureDependencies?
    /// What its command probes, and reports on its standard output; empty: nothing.
    package var probes: [FixtureProbe] = []
    /// The revisions whose jobs may fail.
    package private(set) var expectedFailures = ExpectedFailures()
    private let origin: Origin

    /// A fixture with generated changes, by the path of its description, e.g. `fixtures/scap.yaml`.
    /// Throws `FixtureError`: `fixtureMissing`; `descriptionInvalid` with file, line and column; `dockerfileMissing`.
    package static func bundled(name: String, description: String) throws -> Fixture {
        let read = try FixtureDescription.read(FilePath(description))
        guard (try? FileStatus(read.directory))?.isDirectory == true else {
            throw FixtureError(
                .fixtureMissing,
                "the fixture \(name) has no directory \(read.directory); fix “directory” in \(description)")
        }
        for dockerfile in [read.dockerfile] + read.variants.values.sorted() + read.tools.values.sorted() {
            guard (try? FileStatus(read.directory.appending(dockerfile)))?.isRegularFile == true else {
                throw FixtureError(
                    .dockerfileMissing,
                    "no \(dockerfile) in \(read.directory); fix “dockerfile”, “variants” or “tools” in \(description)")
            }
        }
        return Fixture(
            name: name, dockerfile: read.dockerfile, variants: read.variants, variantImages: read.variantImages,
            externalDockerfile: nil, command: read.command, artifacts: read.artifacts, images: read.images,
            tools: read.tools.mapValues { read.directory.appending($0) }, dependencies: read.dependencies,
            probes: read.probes, origin: .bundled(read, digest: try TreeDigest.of(read.directory)))
    }

    /// A git repository, replayed over its own history; its working copy is never changed.
    /// - Parameters:
    ///   - revisions: A range as `git rev-list` takes it, e.g. `v1.0..main`. Its first parents are followed; of a longer range
    ///     only the newest 10,000 revisions count.
    ///   - commits: These commits in this order, instead of the range.
    ///   - manifests: The files whose change is a dependency change, as lines of an ignore file; nil: the known ones.
    ///   - expectedFailures: As in `GitSource`.
    /// - Throws: `FixtureError`: `notARepository`, `revisionUnknown`, `rangeEmpty`, `dockerfileMissing`, `gitFailed`,
    ///   `ignoreRulesInvalid`.
    package static func git(
        name: String, repository: String, revisions: String, commits: [String]? = nil, dockerfile: String,
        externalDockerfile: String? = nil, context: String? = nil, command: [String]? = nil, artifacts: [String] = [],
        images: [String] = [], manifests: [String]? = nil, expectedFailures: [String]? = nil
    ) async throws -> Fixture {
        let path = FilePath(dockerfile).lexicallyNormalized().string
        let folder = context.map { FilePath($0).lexicallyNormalized().string }.flatMap {
            ["", "."].contains($0) ? nil : $0
        }
        let external = externalDockerfile.map { FilePath($0) }
        if let external, (try? FileStatus(external))?.isRegularFile != true {
            throw FixtureError(.dockerfileMissing, "no Dockerfile at \(external); name a file that exists")
        }
        let inside = external == nil ? path : nil
        let known = try manifests.map(DependencyManifests.init) ?? .known
        let history =
            if let commits {
                try await GitHistory.read(
                    repository: repository, commits: commits, dockerfile: inside, context: folder, manifests: known)
            } else {
                try await GitHistory.read(
                    repository: repository, range: revisions, dockerfile: inside, context: folder, manifests: known)
            }
        var fixture = Fixture(
            name: name, dockerfile: path, externalDockerfile: external, command: command, artifacts: artifacts,
            images: images, origin: .git(repository: repository, history: history))
        (fixture.context, fixture.roundFolder) = (folder, history.sourceFolder)
        fixture.expectedFailures = ExpectedFailures(expectedFailures ?? [], among: history.revisions)
        return fixture
    }

    /// A trace of `length` changes after a starting state.
    ///
    /// Bundled: drawn in the population's proportions, with at least `minimumPerClass` of each class if `length`
    /// allows, in an order fixed by the seed; or the first `length` of those listed in its description.
    /// Git: the last `length + 1` revisions of the range in order, with an empty population.
    /// Throws `FixtureError` (`rangeTooShort`).
    /// - Parameter classes: for a drawn trace, the classes to draw from; nil: all.
    package func trace(length: Int, seed: UInt64, minimumPerClass: Int, classes: [ChangeClass]? = nil) throws -> Trace {
        switch origin {
        case .bundled(let description, let digest):
            let start = Digest.sha256("\(digest) \(seed)").prefix(12)
            guard description.sequence.isEmpty else {
                guard classes == nil else {
                    throw FixtureError(
                        .descriptionInvalid,
                        "the changes of \(name) are written out; classes choose only among drawn ones")
                }
                return try .listed(description.sequence, of: name, from: String(start), length: length)
            }
            let population = description.population.filter { classes?.contains($0.key) ?? true }
            guard !population.isEmpty || description.population.isEmpty else {
                throw FixtureError(
                    .descriptionInvalid,
                    "\(name) has none of the classes of changes that are asked for; it has "
                        + description.population.keys.map(\.rawValue).sorted().joined(separator: ", "))
            }
            return .drawn(
                population, of: name, from: String(start), length: length, seed: seed, minimum: minimumPerClass)
        case .git(_, let history): return try history.trace(fixture: name, length: length)
        }
    }

    /// Makes a working tree in a new directory, which is removed with its content after `body`.
    /// - Parameter trace: The trace that the tree follows, made by `trace(length:seed:minimumPerClass:)` with the same seed.
    /// - Throws: `FixtureError` (`workingDirectory` if the directory already exists), and errors of `body`.
    package func withWorkingTree<Result>(
        in directory: FilePath, trace: Trace, seed: UInt64, isolation: isolated (any Actor)? = #isolation,
        _ body: (WorkingTree) async throws -> Result
    ) async throws -> Result {
        let scope = try WorkingDirectory(directory)
        let result: Result
        do {
            result = try await body(WorkingTree(trace: trace, source: source(in: directory, trace: trace, seed: seed)))
        } catch {
            try? scope.remove()
            throw error
        }
        try scope.remove()
        return result
    }

    /// The Dockerfile's path inside the tree, for a variant or the usual one.
    /// - Throws: `FixtureError` (`dockerfileMissing`) if there is no such variant.
    package func dockerfile(variant: String?) throws -> String {
        guard let variant else { return dockerfile }
        guard let path = variants[variant] else {
            throw FixtureError(
                .dockerfileMissing,
                "the fixture \(name) has no Dockerfile for “\(variant)”; name it under “variants” in its description")
        }
        return path
    }

    /// The build context of a tree that is at a change.
    /// - Parameter variant: selects the Dockerfile, as in `dockerfile(variant:)`.
    /// - Throws: `FixtureError`, as ``BuildContext/scan(root:dockerfile:externalDockerfile:dialect:convention:)``.
    package func buildContext(
        of tree: FilePath, variant: String?, dialect: IgnoreDialect, convention: ContextConvention
    ) throws -> BuildContext {
        var (path, external) = (try dockerfile(variant: variant), externalDockerfile)
        if let context {
            if path.hasPrefix(context + "/") {
                path.removeFirst(context.utf8.count + 1)
            } else if external == nil {
                external = tree.appending(path)
            }
        }
        return try BuildContext.scan(
            root: context.map { tree.appending($0) } ?? tree, dockerfile: path, externalDockerfile: external,
            dialect: dialect, convention: convention)
    }

    /// The path, inside the folder that is sent, of the file that each round adds; nil: it is not in that folder.
    package var roundPath: String? {
        let path = RoundFile(folder: roundFolder, stream: "").path
        guard let context else { return path }
        return path.hasPrefix(context + "/") ? String(path.dropFirst(context.utf8.count + 1)) : nil
    }

    /// The images that must be on the engine before the first build of a variant, or of the usual Dockerfile.
    package func images(variant: String?) -> [String] { variant.flatMap { variantImages[$0] } ?? images }

    /// The path of the replayed repository; nil if changes are generated.
    var repository: String? { if case .git(let repository, _) = origin { repository } else { nil } }

    /// The revisions of the replayed repository; none if changes are generated.
    var revisions: [GitHistory.Revision] { if case .git(_, let history) = origin { history.revisions } else { [] } }

    /// Whether it is a user's git repository, not a bundled fixture.
    package var isGit: Bool { if case .git = origin { true } else { false } }

    private func source(in directory: FilePath, trace: Trace, seed: UInt64) async throws -> WorkingTree.Source {
        switch origin {
        case .bundled(let description, _):
            let root = directory.appending("tree")
            return .generated(GeneratedTree(root: root, description: description, trace: trace, seed: seed))
        case .git(let repository, _):
            let inside = externalDockerfile == nil ? dockerfile : nil
            var checkout = try await GitCheckout.make(in: directory, of: repository, dockerfile: inside)
            // The directory is of one run: an engine that outlives it has no earlier round's result for this one.
            checkout.roundFile = RoundFile(
                folder: roundFolder, stream: String(Digest.sha256(directory.string).prefix(16)))
            return .git(checkout)
        }
    }
}

/// Why a fixture could not be opened, changed, or made into a build context.
package typealias FixtureError = CodedError<FixtureProblem>

extension FixtureError {
    static func unreadable(_ path: FilePath, _ error: any Error) -> FixtureError {
        FixtureError(.unreadable, "\(path) cannot be read (\(error)); make it readable, or exclude it in .dockerignore")
    }
}

package enum FixtureProblem: String, Sendable {
    /// A fixture's description is invalid; the message contains file, line and column.
    case descriptionInvalid
    case fixtureMissing, notARepository, revisionUnknown, rangeEmpty
    /// A revision range has fewer revisions than the trace needs.
    case rangeTooShort
    /// git is missing, or failed without a code of its own.
    case gitFailed
    case dockerfileMissing, changeChangesNothing, changeFailed, changeNotInTrace
    /// The directory for a working tree already exists, or could not be made or removed.
    case workingDirectory
    /// An ignore file has a line that Docker refuses, or one that it would read as a regular expression.
    case ignoreRulesInvalid
    case unreadable, fileChanged, archiveFailed
}
