import Engine
import Fixtures
import Foundation
import Model
import SystemPackage

/// What a run is to do, with everything opened and resolved.
package struct RunRequest: Sendable {
    /// A plan with its fixtures opened.
    package struct Part: Sendable {
        var plan: Plan
        /// By name.
        var fixtures: [String: Fixture]
        /// The traces that the plan was made from, by the fixture's name.
        var traces: [String: Trace]
        /// Positions of the plan whose jobs are already in the journal.
        var finished: Set<Int>

        package init(plan: Plan, fixtures: [String: Fixture], traces: [String: Trace], finished: Set<Int> = []) {
            self.plan = plan
            self.fixtures = fixtures
            self.traces = traces
            self.finished = finished
        }
    }

    var run: UUID
    /// The plans, in the order in which they are carried out.
    var parts: [Part]
    var engine: EngineChoice
    var stateDirectory: String
    /// The lists of packages that the mirror serves to builds.
    var packageLists: [String]
    /// The folder of the provided images' Dockerfiles.
    var providedImages: String?

    package init(
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

    /// The run's id as it appears in its objects' labels.
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

    /// The images that git fixtures build on.
    var imagesOfGitFixtures: Set<String> {
        Set(parts.flatMap(\.fixtures.values).filter(\.isGit).flatMap { $0.images(variant: nil) })
    }

    /// Dockerfiles of images that are built before the first job's build, by the images' names.
    var tools: [String: FilePath] {
        parts.flatMap(\.fixtures.values).reduce(into: [:]) { $0.merge($1.tools) { first, _ in first } }
    }

    func keepsLedger(ofEmbedded embedded: Bool) -> Bool {
        parts.contains { $0.plan.workload.keepsLedger(ofEmbedded: embedded) }
    }

    /// Whether a plan varies the factor `cache`, for which a registry is brought up.
    var usesRegistry: Bool {
        parts.contains { $0.plan.jobs.contains { $0.configuration.cache != nil } }
    }

    var plannedJobs: Int { parts.reduce(0) { $0 + $1.plan.jobs.count } }
}

package enum EngineChoice: Sendable, Hashable {
    /// A private engine, brought up for the run and taken down after it; its disk's size in bytes.
    case embedded(diskBytes: Int)
    /// A foreign engine; only objects with Plimsoll's label are touched.
    case foreign(EngineEndpoint)

    /// The endpoint of a foreign engine, in a form that can be parsed again; nil for an embedded one.
    var foreignEndpoint: String? {
        guard case .foreign(let endpoint) = self else { return nil }
        return endpoint.description
    }
}

package enum RunEnd: String, Sendable {
    /// Every planned job has an outcome.
    case finished
    /// The user asked to stop; the rest can be resumed.
    case interrupted
    /// The engine went away and did not come back; the rest can be resumed.
    case engineLost = "engine_lost"
}

/// What a run reports while it runs.
package enum LabEvent: Sendable {
    /// Preparation is under way; a short sentence.
    case preparing(String)
    /// A job begins; `done` of `total` planned jobs have ended.
    case jobBegan(PlannedJob, done: Int, total: Int)
    case phaseBegan(PlannedJob, Phase)
    /// A job ended and is in the journal.
    case jobEnded(JobRecord, done: Int, total: Int)
    /// Something is wrong, but the run goes on; a sentence.
    case warning(String)
}
