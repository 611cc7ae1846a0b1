import Engine
import Fixtures
import Foundation
import Model
import Provision

/// What a run is to do, with everything opened and resolved.
package struct RunRequest: Sendable {
    package struct Part: Sendable {
        var plan: Plan
        /// By name.
        var fixtures: [String: Fixture]
        /// The traces that the plan was made from, by the fixture's name.
        var traces: [String: Trace]
        /// The states of a baseline that rounds build, with their changes, by the fixture's name.
        var references: [String: (fixture: Fixture, trace: Trace)]
        /// Positions of the plan whose jobs are already in the journal.
        var finished: Set<Int>

        package init(
            plan: Plan, fixtures: [String: Fixture], traces: [String: Trace],
            references: [String: (fixture: Fixture, trace: Trace)] = [:], finished: Set<Int> = []
        ) {
            (self.plan, self.fixtures, self.traces, self.finished) = (plan, fixtures, traces, finished)
            self.references = references
        }

        /// The fixture that a stream builds, and the trace that it follows.
        /// - Throws: `LabError` where there is none.
        func source(of key: StreamKey) throws -> (fixture: Fixture, trace: Trace) {
            if key.isReference, let reference = references[key.fixture] { return reference }
            guard !key.isReference, let fixture = fixtures[key.fixture], let trace = traces[key.fixture] else {
                throw LabError.missing(fixture: key.fixture)
            }
            return (fixture, trace)
        }
    }

    var run: UUID
    /// The plans, in the order in which they are carried out.
    var parts: [Part]
    var engine: EngineChoice
    var stateDirectory: String
    var packageLists: [String]
    /// The folder of the provided images' Dockerfiles.
    var providedImages: String?
    /// The revision whose jobs each leave a container behind, planted to see whether a comparison finds it; nil: none.
    var leakingRevision: String?
    var cache: CacheUse
    /// The folder that gets the artifacts of the jobs; nil: they are removed with the run.
    var artifacts: String?

    package init(
        run: UUID, parts: [Part], engine: EngineChoice, stateDirectory: String, packageLists: [String],
        providedImages: String? = nil, leakingRevision: String? = nil, cache: CacheUse = .own, artifacts: String? = nil
    ) {
        (self.run, self.parts, self.engine, self.stateDirectory) = (run, parts, engine, stateDirectory)
        (self.packageLists, self.providedImages) = (packageLists, providedImages)
        (self.leakingRevision, self.cache, self.artifacts) = (leakingRevision, cache, artifacts)
    }

    var owner: String { run.uuidString.lowercased() }

    var images: [String] {
        let all = parts.flatMap { part in
            let variants = Set(part.plan.jobs.map(\.configuration.dockerfileVariant))
            return part.fixtures.values.flatMap { fixture in variants.flatMap { fixture.images(variant: $0) } }
        }
        return Set(all).sorted()
    }
}

extension Plan {
    var variesCache: Bool { jobs.contains { $0.configuration.cache != nil } }
    package var usesBuildx: Bool { jobs.contains { $0.configuration.builder == .buildx } }
    /// Whether two of its builders work with one cache, so that each would find what the other made of a change.
    var sharesCache: Bool { Set(jobs.map(\.configuration.builder).filter(\.isBuildKit)).count > 1 }
}

package enum EngineChoice: Sendable, Hashable {
    /// A private engine, brought up for the run and taken down after it; its disk's size in bytes.
    case embedded(EngineSource, diskBytes: Int)
    /// A foreign engine; only objects with Plimsoll's label are touched.
    case foreign(EngineEndpoint)

    /// The endpoint of a foreign engine, in a form that can be parsed again; nil for an embedded one.
    var foreignEndpoint: String? {
        guard case .foreign(let endpoint) = self else { return nil }
        return endpoint.description
    }
}

/// Whose cache the builds of a run may use on a foreign engine.
package enum CacheUse: Sendable, Hashable {
    /// The run's own: builds begin with images of its own, and none stays. What ran there before changes no figure.
    case own
    /// The worker's, as CI's jobs do: builds find what earlier jobs left, and leave their images to later ones.
    case worker
}

package enum RunEnd: String, Sendable {
    case finished
    /// The user asked to stop; the rest can be resumed.
    case interrupted
    /// The engine went away and did not come back; the rest can be resumed.
    case engineLost = "engine_lost"
}

package enum LabEvent: Sendable {
    case preparing(String)
    /// A job begins; `done` of `total` planned jobs have ended.
    case jobBegan(PlannedJob, done: Int, total: Int)
    case phaseBegan(PlannedJob, Phase)
    case jobEnded(JobRecord, done: Int, total: Int)
    /// Something is wrong, but the run goes on; a sentence.
    case warning(String)
}
