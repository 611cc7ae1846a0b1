import Fixtures
import Foundation
import Model
import SystemPackage

/// What a run is to do, with everything opened and resolved.
public struct RunRequest: Sendable {
    /// A plan with its fixtures opened.
    public struct Part: Sendable {
        /// The plan.
        public var plan: Plan
        /// Its fixtures, by name.
        public var fixtures: [String: Fixture]
        /// The traces that the plan was made of, by the fixture's name.
        public var traces: [String: Trace]
        /// Positions of the plan whose jobs are already in the journal.
        public var finished: Set<Int>

        /// A value of these parts.
        public init(plan: Plan, fixtures: [String: Fixture], traces: [String: Trace], finished: Set<Int> = []) {
            self.plan = plan
            self.fixtures = fixtures
            self.traces = traces
            self.finished = finished
        }
    }

    /// The run's identity.
    public var run: UUID
    /// The plans, in the order in which they are carried out.
    public var parts: [Part]
    /// The engine to work on.
    public var engine: EngineChoice
    /// Where state is kept.
    public var stateDirectory: String
    /// The lists of packages that the mirror serves to builds.
    public var packageLists: [String]
    /// The folder of the Dockerfiles of provided images.
    public var providedImages: String?

    /// A value of these parts.
    public init(
        run: UUID, parts: [Part], engine: EngineChoice, stateDirectory: String, packageLists: [String],
        providedImages: String? = nil
    ) {
        self.run = run
        self.parts = parts
        self.engine = engine
        self.stateDirectory = stateDirectory
        self.packageLists = packageLists
        self.providedImages = providedImages
    }

    /// The run as its objects' labels have it.
    var owner: String { run.uuidString.lowercased() }

    /// The images that must be on the engine before the first build.
    var images: [String] {
        Set(
            parts.flatMap { part in
                let variants = Set(part.plan.jobs.map(\.configuration.dockerfileVariant))
                return part.fixtures.values.flatMap { fixture in variants.flatMap { fixture.images(variant: $0) } }
            }
        ).sorted()
    }

    /// The images that git fixtures build upon.
    var imagesOfGitFixtures: Set<String> {
        Set(parts.flatMap(\.fixtures.values).filter(\.isGit).flatMap { $0.images(variant: nil) })
    }

    /// Dockerfiles of images that are built before the first build, by the images' names.
    var tools: [String: FilePath] {
        parts.flatMap(\.fixtures.values).reduce(into: [:]) { $0.merge($1.tools) { first, _ in first } }
    }

    /// Whether any of its plans keeps a ledger.
    func keepsLedger(ofEmbedded embedded: Bool) -> Bool {
        parts.contains { $0.plan.workload.keepsLedger(ofEmbedded: embedded) }
    }

    /// Whether a plan varies the factor `cache`, for which a registry is brought up.
    var usesRegistry: Bool {
        parts.contains { $0.plan.jobs.contains { $0.configuration.cache != nil } }
    }

    var plannedJobs: Int { parts.reduce(0) { $0 + $1.plan.jobs.count } }
}
