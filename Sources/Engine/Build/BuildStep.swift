import Foundation

/// One instruction of a Dockerfile as a build met it: the same list for both builders.
///
/// A step is `cacheable` when both builders look its result up in their cache: `RUN`, `COPY`, `ADD` and `WORKDIR`.
/// `FROM` is where a build starts, not a result. The other instructions (`ENV`, `LABEL`, `CMD`, `ARG`, …) only change
/// the image's configuration: BuildKit does not even report them, and the legacy builder's "Using cache" for them would
/// raise its hit rate over BuildKit's for the same Dockerfile. They are listed with their time where the builder tells
/// it, `cacheable` and `cached` false.
///
/// Known differences that stay: BuildKit does one step for two stages that begin alike, and none for a stage that the
/// target does not need; the legacy builder counts what a base image's `ONBUILD` does to `FROM`, and ends with a
/// `LABEL` step for the request's labels.
public struct BuildStep: Sendable, Equatable {
    /// Its place among the steps, from 0.
    public var ordinal: Int
    /// The instruction as the builder prints it, without any step counter.
    public var instruction: String
    /// Whether its result can come from the cache at all.
    public var cacheable: Bool
    /// Whether its result came from the cache; never true where `cacheable` is not.
    public var cached: Bool
    /// When it began. BuildKit: by the engine's clock; legacy: when its line arrived; nil: unknown.
    public var startedAt: Date?
    /// How long it took, in seconds; nil: unknown.
    public var duration: Double?
    /// The engine's words when it failed.
    public var error: String?
    /// BuildKit's digest of it.
    public var vertexDigest: String?
    /// The image that it left, by a short id; the legacy builder only.
    public var imageID: String?
    /// The line of the Dockerfile in which its instruction begins, from 1; nil where the Dockerfile's text is not known, or
    /// the step does not come from it, as one that a base image's `ONBUILD` adds.
    public var line: Int?

    /// A step with what is known of it.
    public init(
        ordinal: Int, instruction: String, cacheable: Bool, cached: Bool, startedAt: Date? = nil,
        duration: Double? = nil, error: String? = nil, vertexDigest: String? = nil, imageID: String? = nil,
        line: Int? = nil
    ) {
        self.ordinal = ordinal
        self.instruction = instruction
        self.cacheable = cacheable
        self.cached = cached
        self.startedAt = startedAt
        self.duration = duration
        self.error = error
        self.vertexDigest = vertexDigest
        self.imageID = imageID
        self.line = line
    }
}
