import Engine
import Fixtures
import Foundation
import Model

/// One fixture in one configuration, advancing along its trace: the state that passes from one of its jobs to the next.
/// It owns its working tree, so that every job pays for bringing its tree to its revision.
package actor JobStream {
    nonisolated let fixture: Fixture
    nonisolated let configuration: Configuration
    private let trace: Trace
    nonisolated let traits: EngineTraits
    private let tree: WorkingTree
    nonisolated let archives: DependencyArchives?
    private var digests = ContentDigests()
    /// The tag of the image that the stream's last job left; the next job finds its cache through it.
    private(set) var image: String?

    /// A stream at the beginning of its trace, with a directory for its archives of dependencies.
    package init(
        fixture: Fixture, configuration: Configuration, trace: Trace, tree: WorkingTree, traits: EngineTraits,
        archives: String? = nil
    ) {
        (self.fixture, self.configuration, self.trace, self.tree) = (fixture, configuration, trace, tree)
        self.traits = traits
        self.archives = configuration.strategy == .archive ? archives.map(DependencyArchives.init(directory:)) : nil
    }

    /// Brings the tree to a change and reads it as a build context. Throws `FixtureError`.
    func context(at change: Change) async throws -> BuildContext {
        // A job that rebuilds a revision has class `none`; the tree knows the revision by its place in the trace.
        let known = trace.changes.indices.contains(change.index) ? trace.changes[change.index] : change
        try await tree.advance(to: known)
        let sendsItself = configuration.builder == .buildx
        var context = try fixture.buildContext(
            of: tree.root, variant: configuration.dockerfileVariant,
            dialect: sendsItself ? .docker23 : traits.ignoreDialect,
            convention: traits.convention(of: configuration.builder))
        // Like docker's other clients, buildx sends everything as root's, whoever owns it; no request changes that.
        context.owner = sendsItself ? 0 : change.owner ?? 0
        return context
    }

    /// When a change was committed, in seconds since 1970.
    nonisolated func committed(_ change: Change) -> Int { trace.committed(change) }

    /// The digest of what `COPY` takes from a context; nil where it cannot be read.
    func digest(of sources: [String], in context: BuildContext) -> String? {
        try? digests.digest(of: context.selection(of: sources), in: context)
    }

    /// The name of the directory that holds its tree and what belongs to it.
    nonisolated var place: String { tree.root.removingLastComponent().lastComponent?.string ?? "" }
    /// Paths in its tree that the revision does not have. Throws `FixtureError`.
    func strangers() async throws -> [String] { try await tree.strangers() }

    /// Sets the newest image, and returns the previous one.
    func replaceImage(with tag: String?) -> String? {
        defer { image = tag }
        return image
    }
}

struct StreamKey: Hashable, Sendable {
    let fixture: String
    let configuration: Configuration
    let executor: Int
    /// Whether it builds the state of a baseline.
    var isReference = false

    init(fixture: String, configuration: Configuration, executor: Int = 0) {
        self.fixture = fixture
        self.configuration = configuration.withoutLoad
        self.executor = executor
    }

    /// The stream of a job on an executor: levels share their executors' trees.
    init(_ job: PlannedJob, executor: Int = 0) {
        self.init(fixture: job.fixture, configuration: job.configuration, executor: executor)
        isReference = job.side == .reference
    }

    static func all(of jobs: [PlannedJob]) -> [StreamKey] {
        var seen: Set<StreamKey> = []
        return jobs.flatMap { job in
            (0..<(job.configuration.executors ?? 1)).map { StreamKey(job, executor: $0) }
                .filter { seen.insert($0).inserted }
        }
    }

    var name: String {
        let stream = "\(fixture)-\(configuration.name)" + (isReference ? "-reference" : "")
        return executor == 0 ? stream : "\(stream)-executor\(executor)"
    }
}

extension EngineTraits {
    func has(_ builder: Builder) -> Bool { builders.contains(builder.kind) }

    /// The client whose rules decide what a context for a builder holds. Only BuildKit can be given the Dockerfile
    /// separately from the context.
    func convention(of builder: Builder) -> ContextConvention {
        switch builder {
        case .buildkit: hasSessions ? .buildkit : .archive
        case .buildah: .archive
        case .buildx: .buildkit
        case .legacy: .legacy
        }
    }
}
