/// Why a step that could have come from the cache did not.
public enum MissReason: String, Codable, Sendable, CaseIterable {
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
    /// A step that this one stands on missed, for a reason of its own.
    case parentMissed = "parent missed"
    /// A build before it made the step from the same inputs, and the engine was seen to have its result no longer.
    case evicted
    /// None of these is known: an input could not be learned, or a result that was made before is still there, or the engine
    /// could not be asked for it.
    case unknown
}
