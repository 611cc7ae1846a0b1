import Model
import Store

/// What a run says of `base-images`.
struct BaseImagesEvidence: Sendable {
    var run: RunSummary
    /// The names of its scenarios that bear on the question.
    var scenarios: [String]
    /// Cold builds of each repository, both builders together: what the rule judges.
    var cold: [BaseImagesRule.Repository]
    /// Each repository with each builder in each situation.
    var comparisons: [BaseComparison]
    var dockerfiles: [BaseDockerfile]
    var bytes: [BaseBytes]
    var updates: [BaseUpdateEffect]
    var catchUps: [CatchUp]
    /// The provided images, what they stand on first.
    var suite: [SuiteImage]
    var warnings: [Warning]

    /// Bytes of all layers together that the provided base saves, by builder; empty where it was not measured.
    var bytesSaved: [(configuration: String, bytes: Double)] {
        Set(bytes.map(\.configuration)).sorted().compactMap { name in
            guard let provided = together(name, .provided), let deferred = together(name, .deferred) else { return nil }
            return (name, deferred - provided)
        }
    }

    /// All layers of all images with a builder upon a kind of base, each once, in bytes.
    func together(_ configuration: String, _ kind: BaseKind) -> Double? {
        bytes.first { $0.configuration == configuration && $0.kind == kind }?.together
    }
}

/// What a repository's Dockerfile builds upon: the values of the factor `base`.
enum BaseKind: String, Sendable, CaseIterable {
    /// An image that is provided for all repositories, with their language in it.
    case provided
    /// Debian alone.
    case deferred
}

/// The builds of one repository upon a provided image beside those upon Debian alone. Durations are in seconds.
struct BaseComparison: Sendable {
    enum Situation: Sendable, CaseIterable {
        /// No step came from a cache; the base images were there.
        case cold
        /// What changed since the build before.
        case source, dependency
    }

    /// The fixture and the builder.
    var series: Series
    var situation: Situation
    /// Median builds upon either, of those that have one upon the other beside them.
    var provided, deferred: Double?
    /// What the provided image saves: builds upon Debian alone less those beside them in the plan upon a provided
    /// image; its value is the Hodges–Lehmann estimate.
    var saving: Estimate?
    /// Single builds, ascending, by what they build upon: for drawing.
    var points: [BaseKind: [Double]]
}

/// What the repositories' images take with a builder upon a kind of base, in bytes, by the engine's sizes.
struct BaseBytes: Sendable {
    struct Image: Sendable {
        var fixture: String
        /// All its layers, and those that another repository's image has too.
        var bytes, shared: Double
    }

    /// The builder.
    var configuration: String
    var kind: BaseKind
    /// By fixture.
    var images: [Image]
    /// All layers of all of them, each once.
    var together: Double
}

/// A repository's Dockerfile by what it builds upon, without blank lines and comments.
struct BaseDockerfile: Sendable {
    var fixture: String
    var lines, instructions: [BaseKind: Int]
}

/// What updates of base images invalidated in one repository, and what its next builds took.
struct BaseUpdateEffect: Sendable {
    var update: BaseUpdate
    /// The fixture and the builder.
    var series: Series
    var kind: BaseKind
    /// How many builds there were, one an update.
    var builds: Int
    /// Their steps that can come from a cache, those that missed, and those that missed because the base had changed.
    var steps, misses, baseMisses: Int
    /// Median of the builds, in seconds.
    var seconds: Double
}

/// What one kind of update costs all repositories with one builder until they have caught up, in seconds.
struct CatchUp: Sendable {
    var update: BaseUpdate
    /// The builder.
    var configuration: String
    var kind: BaseKind
    /// Building the provided images anew, once for all repositories; 0 upon Debian alone.
    var suite: Double?
    /// The repositories' next builds, added up.
    var repositories: Double
    /// How many repositories.
    var count: Int
    /// How many updates the figures are medians of.
    var updates: Int

    var total: Double? { suite.map { $0 + repositories } }
}

/// One of the provided images.
struct SuiteImage: Sendable {
    /// Its short name.
    var name: String
    /// What making its archive took, in seconds; the os image only, where it is known.
    var making: Double?
    /// What its build (of the os image, its import) on an engine that lacked it took, in seconds.
    var build: Double?
    /// Median of its rebuilds after an update, in seconds.
    var rebuilds: [BaseUpdate: Double]
    /// All its layers, and those without the layers of the image that it stands on.
    var bytes, ownBytes: Double?
    /// Lines of its Dockerfile.
    var lines: Int?
}
