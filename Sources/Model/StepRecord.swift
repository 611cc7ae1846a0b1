import Foundation

/// One instruction of the Dockerfile as the build phase met it.
package struct StepRecord: Codable, Sendable, Equatable {
    /// Its place among the Dockerfile's instructions as built, from 0.
    package var ordinal: Int
    /// The instruction as the engine prints it, without any step counter.
    package var instruction: String
    /// Whether its result can come from the cache at all (`FROM` and the builder's internal steps cannot).
    package var cacheable: Bool
    package var cached: Bool
    /// Wall-clock time at which it began, if it is known.
    package var startedAt: Date?
    /// How long it took, in seconds, if it is known.
    package var duration: Double?
    /// Why a cacheable step missed, if it is known.
    package var missReason: MissReason?
    package var error: String?
    /// Size of the layer that holds its result, in bytes, whether it was made now or came from the cache; nil where the
    /// engine does not tell, or was not asked.
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

/// Why a step that could have come from the cache did not.
package enum MissReason: String, Codable, Sendable, CaseIterable {
    /// No build before it made the step from these inputs, nor anything to compare it with; or the job was told not to
    /// use the cache.
    case cold
    /// The base image is another than in the stream's build before.
    case baseChanged = "base changed"
    /// An instruction up to this one reads differently than in the build before, or stands elsewhere.
    case instructionChanged = "instruction changed"
    /// A build argument in scope has another value than in the build before.
    case argumentChanged = "argument changed"
    /// What `COPY` or `ADD` takes differs in content, name, mode, owner or link target from the build before.
    case contentChanged = "content changed"
    case parentMissed = "parent missed"
    /// A build before it made the step from the same inputs, and the engine was seen to have its result no longer.
    case evicted
    /// None of these is known: an input could not be learned, or a result that was made before is still there, or the
    /// engine could not be asked for it.
    case unknown
}

/// What a run's first build on an engine and builder found in the cache: somebody else's work, or an earlier run's.
///
/// Its figure is one of the job, by the name of its series.
package enum InheritedCache {
    /// The series: steps that came from the cache.
    package static let series = "inherited_hits"

    /// The figure of a first build; none where every step was made, as on a cold engine.
    package static func points(_ steps: [StepRecord]) -> [JobPoint] {
        let hits = steps.count { $0.cacheable && $0.cached }
        return hits == 0 ? [] : [JobPoint(name: series, unit: "step", value: Double(hits))]
    }
}
