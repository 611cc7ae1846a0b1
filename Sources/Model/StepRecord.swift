import Foundation

/// One instruction of the Dockerfile as executed in the build phase.
package struct StepRecord: Codable, Sendable, Equatable {
    /// Position among the Dockerfile's instructions as built, from 0.
    package var ordinal: Int
    /// The instruction as the engine prints it, without a step counter.
    package var instruction: String
    /// Whether both builders look up its result in their cache (not `FROM`, nor mere changes of the configuration).
    package var cacheable: Bool
    package var cached: Bool
    package var startedAt: Date?
    /// In seconds, if known.
    package var duration: Double?
    package var missReason: MissReason?
    package var error: String?
    /// Size of its result's layer, built or cached; nil if the engine does not report it, or was not asked.
    package var bytes: Int?

    package init(
        ordinal: Int, instruction: String, cacheable: Bool, cached: Bool, startedAt: Date? = nil,
        duration: Double? = nil, missReason: MissReason? = nil, error: String? = nil, bytes: Int? = nil
    ) {
        (self.ordinal, self.instruction, self.cacheable) = (ordinal, instruction, cacheable)
        (self.cached, self.startedAt, self.duration) = (cached, startedAt, duration)
        (self.missReason, self.error, self.bytes) = (missReason, error, bytes)
    }
}

/// Why a cacheable step did not come from the cache.
package enum MissReason: String, Codable, Sendable, CaseIterable {
    /// No earlier build made the step from these inputs, with none to compare with; or the job was not to use the cache.
    case cold
    // Compared with the stream's previous build:
    case baseChanged = "base changed"
    /// An instruction up to this one has another text or position.
    case instructionChanged = "instruction changed"
    /// A build argument in scope has another value.
    case argumentChanged = "argument changed"
    /// The input of `COPY` or `ADD` differs in content, name, mode, owner or link target.
    case contentChanged = "content changed"
    case parentMissed = "parent missed"
    /// An earlier build made the step from the same inputs, but the engine no longer has its result.
    case evicted
    /// An input is unknown, an earlier result is still there, or the engine could not be asked.
    case unknown
}

/// Cache hits of a run's first build on an engine and builder: from other users, or an earlier run.
package enum InheritedCache {
    /// Steps that came from the cache.
    package static let series = "inherited_hits"

    /// The point of a first build; none if every step was built, as on a cold engine.
    package static func points(_ steps: [StepRecord]) -> [JobPoint] {
        let hits = steps.count { $0.cacheable && $0.cached }
        return hits == 0 ? [] : [JobPoint(name: series, unit: "step", value: Double(hits))]
    }
}
