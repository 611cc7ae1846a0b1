import Foundation

/// One execution of one or more plans, with what is needed to judge its comparability.
package struct RunRecord: Codable, Sendable, Equatable {
    package struct ScenarioEntry: Codable, Sendable, Equatable {
        /// The hash is SHA-256 of the resolved scenario: its identity.
        package var name, hash, text: String
        package var questions: [String]
        /// What its fixtures were resolved to; empty where an older Plimsoll recorded it.
        package var sources: [ResolvedSource]

        package init(
            name: String, hash: String, questions: [String], text: String, sources: [ResolvedSource] = []
        ) {
            (self.name, self.hash, self.questions, self.text) = (name, hash, questions, text)
            self.sources = sources
        }
    }

    /// Identity across databases and machines.
    package var id: UUID
    package var toolVersion: String
    /// The commit that Plimsoll was built from; `unknown` if it cannot be determined.
    package var toolCommit: String
    package var commandLine: [String]
    /// `quick` or `full`.
    package var profile: String
    package var seed: UInt64
    /// SHA-256 of the resolved plans: `--resume` continues only a run with the same hash.
    package var planHash: String
    package var plannedJobs: Int
    package var startedAt: Date
    package var scenarios: [ScenarioEntry]
    package var fingerprint: Fingerprint
    /// The run that its rounds are held against; nil: it has no rounds.
    package var against: UUID?

    package init(
        id: UUID, toolVersion: String, toolCommit: String, commandLine: [String], profile: String, seed: UInt64,
        planHash: String, plannedJobs: Int, startedAt: Date, scenarios: [ScenarioEntry], fingerprint: Fingerprint,
        against: UUID? = nil
    ) {
        self.against = against
        (self.id, self.toolVersion, self.toolCommit, self.commandLine) = (id, toolVersion, toolCommit, commandLine)
        (self.profile, self.seed, self.planHash, self.plannedJobs) = (profile, seed, planHash, plannedJobs)
        (self.startedAt, self.scenarios, self.fingerprint) = (startedAt, scenarios, fingerprint)
    }
}

/// The environment of a run. Runs with different fingerprints are not compared unless the user asks for it.
package struct Fingerprint: Codable, Sendable, Equatable {
    /// Facts about the engine, e.g. `version`, `storage_driver`, `kind` (embedded or foreign).
    package var engine: [String: String]
    /// Facts about the host, e.g. `kernel`, `processor`, `cores`, `memory_bytes`.
    package var host: [String: String]

    package init(engine: [String: String] = [:], host: [String: String] = [:]) {
        (self.engine, self.host) = (engine, host)
    }
}

/// A requirement for a worker, and what was found on the worker of a run.
package struct RequirementRecord: Codable, Sendable, Equatable {
    package var area, name: String
    /// `fine`, `degraded` or `lacking`.
    package var state: String
    /// In words.
    package var found, neededFor: String
    /// How to fix it, if it is not fine and can be fixed.
    package var remedy: String?
    /// Whether embedded engines do not run at all without it.
    package var isRequired: Bool

    package init(
        area: String, name: String, state: String, found: String, neededFor: String, remedy: String? = nil,
        isRequired: Bool
    ) {
        (self.area, self.name, self.state, self.found) = (area, name, state, found)
        (self.neededFor, self.remedy, self.isRequired) = (neededFor, remedy, isRequired)
    }
}
