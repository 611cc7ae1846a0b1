import Foundation

/// One instruction of the Dockerfile as the build phase met it.
public struct StepRecord: Codable, Sendable, Equatable {
    /// Its place among the Dockerfile's instructions as built, from 0.
    public var ordinal: Int
    /// The instruction as the engine prints it, without any step counter.
    public var instruction: String
    /// Whether its result can come from the cache at all (`FROM` and the builder's internal steps cannot).
    public var cacheable: Bool
    /// Whether its result came from the cache.
    public var cached: Bool
    /// Wall-clock time at which it began, if it is known.
    public var startedAt: Date?
    /// How long it took, in seconds, if it is known.
    public var duration: Double?
    /// Why a cacheable step missed, if it is known.
    public var missReason: MissReason?
    /// The engine's words when the step failed.
    public var error: String?
    /// Size of the layer that holds its result, in bytes, whether it was made now or came from the cache; nil where the
    /// engine does not tell, or was not asked.
    public var bytes: Int?

    /// A value of these parts.
    public init(
        ordinal: Int, instruction: String, cacheable: Bool, cached: Bool, startedAt: Date? = nil,
        duration: Double? = nil, missReason: MissReason? = nil, error: String? = nil, bytes: Int? = nil
    ) {
        self.ordinal = ordinal
        self.instruction = instruction
        self.cacheable = cacheable
        self.cached = cached
        self.startedAt = startedAt
        self.duration = duration
        self.missReason = missReason
        self.error = error
        self.bytes = bytes
    }
}
